// The runs of many-keys.spec.ts with as many keys as real nodes have.
import { comeAndGo, meet } from '../testing/many-keys';

const KEYS = 100_000;

describe('rings with 100,000 keys', () => {
  it('lose and double none while members come and go', async () => {
    let steps = 0;
    await comeAndGo(KEYS, 1, (step, wrong) => {
      expect([step, wrong]).toEqual([step, undefined]);
      steps += 1;
    });
    expect(steps).toBe(7);
  });

  it('lose and double none when they meet', async () => {
    await meet(2 * KEYS, 1, (step, wrong) => expect([step, wrong]).toEqual([step, undefined]));
    expect.assertions(1);
  });
});
