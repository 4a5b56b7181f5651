import { WriteGroups } from './write-groups';

/** Groups that are durable when the test says so. */
function openGroups() {
  const applied: string[][] = [];
  const commits: (() => void)[] = [];
  const groups = new WriteGroups({
    begin: () => void applied.push([]),
    end: () => new Promise<void>((resolve) => commits.push(resolve)),
  });
  const done: string[] = [];
  const run = (name: string, spinMs = 0): void =>
    groups.run({
      apply: () => {
        applied.at(-1)?.push(name);
        const untilMs = performance.now() + spinMs;
        while (performance.now() < untilMs);
      },
      done: () => done.push(name),
    });
  const turn = (): Promise<void> =>
    new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
  /** Until nothing is under way any more. */
  const commitAll = async (): Promise<void> => {
    for (;;) {
      await turn();
      const commit = commits.shift();
      if (!commit) return;
      commit();
    }
  };
  return { applied, done, run, commitAll, turn };
}

describe('groups of writes', () => {
  it('hold what comes while one is on its way to the disk', async () => {
    const { applied, done, run, commitAll, turn } = openGroups();
    run('a');
    run('b');
    await turn();
    run('c');
    run('d');
    await commitAll();
    expect(applied).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ]);
    expect(done).toEqual(['a', 'b', 'c', 'd']);
  });

  it('take as many as fit a slice of the event loop, in order, whatever comes meanwhile', async () => {
    const { applied, done, run, commitAll, turn } = openGroups();
    run('first');
    await turn();
    const slow = Array.from({ length: 9 }, (_, at) => `slow ${at}`);
    for (const name of slow) run(name, 5);
    const over = commitAll();
    await turn();
    run('late');
    await over;
    await commitAll();
    expect(applied).toEqual([['first'], slow.slice(0, 4), slow.slice(4, 8), ['slow 8', 'late']]);
    expect(done).toEqual(['first', ...slow, 'late']);
  });
});
