// What the scale trial does with data folders.
export { fill, keyOf } from './fill';
export { inspect } from './inspect';
