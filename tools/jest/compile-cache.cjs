// V8's compiled code of each module, so that the next test file need not parse it again.
const vm = require('node:vm');

/**
 * Jest compiles every module once more for each file of tests, in a context of its own, and finds the same in it. Its
 * parameters are part of the name: those of Angular's environment are others, and V8 does not compare them.
 * @type {Map<string, { code: string, data: Buffer }>} by the path of the module and its parameters
 */
const known = new Map();
const { compileFunction } = vm;

/** @type {typeof compileFunction} */
vm.compileFunction = (code, params, options = {}) => {
  const name = [options.filename, ...(params ?? [])].join();
  const before = known.get(name);
  // V8 itself compares no more than the length.
  if (before?.code === code)
    return compileFunction(code, params, { ...options, cachedData: before.data });
  const compiled = compileFunction(code, params, { ...options, produceCachedData: true });
  if (compiled.cachedData) known.set(name, { code, data: compiled.cachedData });
  return compiled;
};
