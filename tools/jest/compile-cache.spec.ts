// The environment that this file runs in has put the cache in its place.
import { compileFunction } from 'node:vm';

/** Of no run before in the same process. */
const NAME = `module ${performance.now()}`;

const run = (code: string, filename = NAME, params: readonly string[] = ['given']) => {
  const compiled = compileFunction(code, params, { filename });
  const { cachedDataRejected } = compiled as { cachedDataRejected?: boolean };
  return { value: compiled(1, 10), isKnown: cachedDataRejected === false };
};

describe('what is known of a module', () => {
  it('is used when it is compiled again', () => {
    const code = 'return given + 1';
    expect(run(code)).toEqual({ value: 2, isKnown: false });
    expect(run(code)).toEqual({ value: 2, isKnown: true });
  });

  it('is not used where other parameters are given', () => {
    const code = 'return given + 3';
    expect(run(code)).toEqual({ value: 4, isKnown: false });
    expect(run(code, NAME, ['other', 'given'])).toEqual({ value: 13, isKnown: false });
  });

  it('is not used for another text of the same length, nor for another module', () => {
    expect(run('return given + 2')).toEqual({ value: 3, isKnown: false });
    expect(run('return given + 2', `${NAME} beside it`)).toEqual({ value: 3, isKnown: false });
  });
});
