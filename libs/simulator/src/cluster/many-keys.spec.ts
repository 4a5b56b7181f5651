import { comeAndGo, meet } from '../testing/many-keys';

const KEYS = 3_000;

describe('rings with many keys', () => {
  it.each([1, 2])('lose and double none while members come and go (seed %i)', async (seed) => {
    let steps = 0;
    await comeAndGo(KEYS, seed, (step, wrong) => {
      expect([step, wrong]).toEqual([step, undefined]);
      steps += 1;
    });
    expect(steps).toBe(7);
  });

  it.each([1, 2])('lose and double none when they meet (seed %i)', async (seed) => {
    await meet(KEYS, seed, (step, wrong) => expect([step, wrong]).toEqual([step, undefined]));
    expect.assertions(1);
  });
});
