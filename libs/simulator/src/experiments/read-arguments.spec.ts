import { readPaperArguments } from './read-arguments';

describe('the arguments', () => {
  it('take any numbers, in both notations', () => {
    const words = '--experiment churn --nodes=50 --virtual-nodes 4 --rate 0.3 --json'.split(' ');
    const { settings, json } = readPaperArguments(words);
    expect(json).toBe(true);
    expect(settings).toMatchObject({
      experiment: 'churn',
      nodes: 50,
      virtualNodes: 4,
      rate: 0.3,
      keys: 5_000,
      successors: 20,
    });
  });

  it('request all experiments when none is named', () => {
    expect(readPaperArguments([])).toEqual({ settings: undefined, json: false });
  });

  it.each([
    ['churn --lookups 0', /--lookups is at least 1 in churn/],
    ['load-balance --rate 1 --lookups 0', /--rate needs time to pass/],
    ['load-balance --successors 4', /--successors changes nothing .* add --lookups/],
    ['path-length --nodes 10 --failed 0.9', /--failed 0.9 of 10 hosts leaves fewer than 2/],
    ['churn --nodes 1', /^--nodes is a whole number from 2/],
    ['churn --rate NaN', /^--rate is a number from 0/],
    ['churn --seeds', /^--seeds is a whole number from 1/],
  ])('refuse %s in one line', (words, reason) => {
    const misuse = expect.objectContaining({ code: 'BAD_ARGUMENTS', message: expect.any(String) });
    const read = () => readPaperArguments(['--experiment', ...words.split(' ')]);
    expect(read).toThrow(misuse);
    expect(read).toThrow(reason);
    expect(read).not.toThrow(/\n/);
  });

  it.each([
    ['path-length', { successors: 1, lookups: 10_000 }],
    ['path-length --failed 0.1', { successors: 20 }],
    ['path-length --rate 0.1 --successors 3', { successors: 3 }],
    ['load-balance', { lookups: 0, seeds: 20, keys: 1_000_000 }],
    ['load-balance --lookups 50', { lookups: 50, seeds: 1 }],
    ['virtual-nodes --rate 0.1 --seeds 2', { lookups: 10_000, seeds: 2 }],
  ])('%s: missing settings follow from the given ones', (words, expected) => {
    const { settings } = readPaperArguments(['--experiment', ...words.split(' ')]);
    expect(settings).toMatchObject(expected);
  });

  it('name every fault at once', () => {
    const words = '--experiment chrn --nodes -3 --speed 9 --failed 1'.split(' ');
    expect(() => readPaperArguments(words)).toThrow(
      /--experiment is one of[^]*--nodes is[^]*no option --speed[^]*--failed is/,
    );
  });
});
