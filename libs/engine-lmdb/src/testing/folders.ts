// The scale trial's operations on data folders.
export { wear } from './amplification';
export { fill, keyOf } from './fill';
export { inspect } from './inspect';
