import { JestTally } from './jest-tally.mjs';
import { command, skipped, type Count } from './steps.mjs';

describe('a run of Jest', () => {
  const file = (changes: object) => ({
    ...{ type: 'file' as const, file: 'a.spec.ts', ms: 1 },
    ...{ passed: 3, failed: 0, left: [], faults: [], ...changes },
  });
  const tallyOf = (planned: number, files: readonly object[]): JestTally => {
    const tally = new JestTally();
    tally.take({ type: 'planned', files: planned });
    files.forEach((changes) => tally.take(file(changes)));
    return tally;
  };

  const CASES: readonly [string, number, object[], number, Count][] = [
    ['takes over what Jest counted', 2, [{}, { failed: 2, left: ['a', 'b'] }], 1, count(6, 2, 2)],
    ['is green when every file has passed', 2, [{}, {}], 0, count(6, 0, 0)],
    ['has failed with a failure outside any test', 1, [{}], 1, count(3, 1, 0)],
    ['has failed without a test', 1, [{ passed: 0 }], 0, count(0, 1, 0)],
    ['has failed when nothing was heard of a file', 2, [{}], 0, count(3, 1, 0)],
    ['has failed when it was ended, and keeps what had passed', 2, [{}], 124, count(3, 1, 0)],
    [
      'has failed once more when it was ended after a failure',
      2,
      [{ failed: 1 }],
      124,
      count(3, 2, 0),
    ],
    ['has failed when it never began', 0, [], 0, count(0, 1, 0)],
  ];
  it.each(CASES)('%s', (_, planned, files, code, expected) => {
    expect(tallyOf(planned, files).count(code)).toEqual(expected);
  });

  it('names the tests that have begun and not ended', () => {
    const tally = tallyOf(1, []);
    for (const test of ['quick', 'slow']) tally.take({ type: 'begun', file: 'a.spec.ts', test });
    tally.take({ type: 'ended', file: 'a.spec.ts', test: 'quick' });
    expect(tally.atWork()).toContain('a.spec.ts: slow');
    expect(tally.atWork()).not.toContain('quick');
  });

  it('tells of a failure at once, and keeps it when its file never ends', () => {
    const tally = tallyOf(1, []);
    const heard: string[] = [];
    tally.onFault = ({ test, reason }) => heard.push(`${test}: ${reason}`);
    const ended = { type: 'ended' as const, file: 'a.spec.ts', test: 'one', reason: 'Expected: 2' };
    tally.take(ended);
    expect(heard).toEqual(['one: Expected: 2']);
    expect(tally.faults).toEqual([{ file: 'a.spec.ts', test: 'one', reason: 'Expected: 2' }]);
    expect(tally.count(124)).toEqual(count(0, 2, 0));
    const faults = [{ test: 'one', reason: 'Expected: 2' }];
    tally.take(file({ passed: 0, failed: 1, faults }));
    expect(heard).toHaveLength(1);
    expect(tally.faults).toHaveLength(1);
    expect(tally.count(1)).toEqual(count(0, 1, 0));
  });
});

function count(passed: number, failed: number, skipped: number): Count {
  return { passed, failed, skipped };
}

describe('a command', () => {
  it.each([
    ['passes with 0', 'console.log(1)', count(1, 0, 0), []],
    ['fails with 1', 'process.exit(1)', count(0, 1, 0), []],
    [
      'is skipped with 77, for the reason that it gave last',
      'console.log("a\\nnot here"); process.exit(77)',
      count(0, 0, 1),
      ['not here'],
    ],
  ] as const)('%s', async (_, code, expected, left) => {
    const result = await command('a-command', '-e', [code]).run();
    expect(result).toMatchObject({ count: expected });
    expect(result.left ?? []).toEqual(left);
  });

  it('tells why it has failed by its last words', async () => {
    const { faults } = await command('a-command', '-e', ['throw new Error("why")']).run();
    expect(faults).toEqual([
      { file: '', test: 'a-command', reason: expect.stringContaining('why') },
    ]);
  });

  it('has failed without having run when what it needs has', () => {
    expect(command('a-command', '-e', ['1']).without('build')).toMatchObject({
      count: count(0, 1, 0),
      faults: [{ reason: 'It needs build, which has failed.' }],
    });
  });
});

it('counts what cannot run here as skipped, and says why', async () => {
  expect(await skipped('a-step', 'no browser').run()).toMatchObject({
    count: count(0, 0, 1),
    left: ['no browser'],
  });
});
