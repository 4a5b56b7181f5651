import { WriteGroups, type Lane } from './write-groups';

/** Groups that are durable when the test says so. */
function openGroups() {
  const applied: string[][] = [];
  const commits: (() => void)[] = [];
  const groups = new WriteGroups({
    begin: () => void applied.push([]),
    end: () => new Promise<void>((resolve) => commits.push(resolve)),
  });
  const done: string[] = [];
  let asked = 0;
  const run = (name: string, spinMs = 0, lane: Lane = 'small'): void => {
    asked += 1;
    groups.run(
      {
        apply: () => {
          applied.at(-1)?.push(name);
          const untilMs = performance.now() + spinMs;
          while (performance.now() < untilMs);
        },
        done: () => done.push(name),
      },
      lane,
    );
  };
  /** In the first turn a group ends, in the second the next one begins, which ends in the third. */
  const turn = async (): Promise<void> => {
    for (let turns = 0; turns < 3; turns += 1)
      await new Promise((resolve) => setImmediate(resolve));
  };
  const commitAll = async (): Promise<void> => {
    while (done.length < asked) {
      await turn();
      commits.shift()?.();
    }
  };
  return { applied, done, run, commits, commitAll, turn };
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

  it('take along what the next turn of the event loop brings', async () => {
    const { applied, run, commits, commitAll, turn } = openGroups();
    run('a');
    await turn();
    run('b');
    commits.shift()?.();
    for (let turns = 0; turns < 2; turns += 1)
      await new Promise((resolve) => setImmediate(resolve));
    run('c');
    await commitAll();
    expect(applied).toEqual([['a'], ['b', 'c']]);
  });

  it('wait after a shared one for as many as it had', async () => {
    const { applied, run, commits, commitAll, turn } = openGroups();
    for (const name of ['a', 'b', 'c']) run(name);
    await turn();
    run('d');
    jest.useFakeTimers({ doNotFake: ['setImmediate'] });
    commits.shift()?.();
    await turn();
    run('e');
    await turn();
    expect(applied).toEqual([['a', 'b', 'c']]);
    run('f');
    expect(applied).toEqual([
      ['a', 'b', 'c'],
      ['d', 'e', 'f'],
    ]);
    jest.useRealTimers();
    await commitAll();
  });

  it('wait for company no longer than the gathering takes, and a single one for none', async () => {
    const { applied, run, commits, commitAll, turn } = openGroups();
    run('a');
    run('b');
    await turn();
    run('c');
    jest.useFakeTimers({ doNotFake: ['setImmediate'] });
    commits.shift()?.();
    await turn();
    expect(applied).toEqual([['a', 'b']]);
    jest.advanceTimersByTime(1);
    expect(applied).toEqual([['a', 'b'], ['c']]);
    await turn();
    commits.shift()?.();
    run('d');
    await turn();
    expect(applied).toEqual([['a', 'b'], ['c'], ['d']]);
    jest.useRealTimers();
    await commitAll();
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

  it('put the next one together while many records are on their way, and no more than that', async () => {
    const { applied, done, run, commits, commitAll, turn } = openGroups();
    for (const name of ['a', 'b', 'c', 'd']) run(name, 5, 'bulk');
    await turn();
    await turn();
    expect(applied).toEqual([['a'], ['b']]);
    commits.shift()?.();
    await turn();
    expect(done).toEqual(['a']);
    expect(applied).toEqual([['a'], ['b'], ['c']]);
    await commitAll();
    expect(done).toEqual(['a', 'b', 'c', 'd']);
  });

  it('let small writes go ahead of many records, without a wait for what is on its way', async () => {
    const { applied, done, run, commits, commitAll, turn } = openGroups();
    for (const name of ['a', 'b', 'c', 'd']) run(name, 5, 'bulk');
    await turn();
    await turn();
    run('small');
    run('e', 5, 'bulk');
    await turn();
    run('next');
    await turn();
    expect(applied).toEqual([['a'], ['b'], ['small']]);
    commits.shift()?.();
    await turn();
    expect(applied).toHaveLength(3);
    commits.shift()?.();
    await turn();
    expect([applied[3]?.[0], done]).toEqual(['next', ['a', 'b']]);
    await commitAll();
    expect(applied.flat()).toEqual(['a', 'b', 'small', 'next', 'c', 'd', 'e']);
    run('f', 0, 'bulk');
    await turn();
    run('g');
    await turn();
    expect(applied.slice(-2)).toEqual([['f'], ['g']]);
    await commitAll();
  });

  it('let what is to be alone be so, after all before it and before all behind it', async () => {
    const { applied, done, run, commitAll, turn } = openGroups();
    for (const name of ['a', 'b']) run(name, 5, 'bulk');
    run('alone', 0, 'alone');
    run('c', 0, 'bulk');
    run('small');
    await turn();
    await turn();
    expect(applied).toEqual([['a'], ['b']]);
    await commitAll();
    expect(applied).toEqual([['a'], ['b'], ['alone'], ['small', 'c']]);
    expect(done).toEqual(['a', 'b', 'alone', 'small', 'c']);
  });
});
