// Knows what V8 has learnt of a module when it was compiled, so that the next file of tests need not have it read anew.
const vm = require('node:vm');

/**
 * Jest compiles every module once more for each file of tests, in a context of its own, and finds the same in it.
 * @type {Map<string, { code: string, data: Buffer }>} by the path of the module
 */
const known = new Map();
const { compileFunction } = vm;

/** @type {typeof compileFunction} */
vm.compileFunction = (code, params, options = {}) => {
  const { filename } = options;
  const before = filename === undefined ? undefined : known.get(filename);
  // V8 itself compares no more than the length.
  if (before?.code === code)
    return compileFunction(code, params, { ...options, cachedData: before.data });
  const compiled = compileFunction(code, params, { ...options, produceCachedData: true });
  if (filename !== undefined && compiled.cachedData)
    known.set(filename, { code, data: compiled.cachedData });
  return compiled;
};
