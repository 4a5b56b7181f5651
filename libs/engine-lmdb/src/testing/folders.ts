// What the scale trial does with data folders.
export { wear } from './amplification';
export { fill, keyOf } from './fill';
export { inspect } from './inspect';
