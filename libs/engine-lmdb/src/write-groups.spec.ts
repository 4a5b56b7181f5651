import { WriteGroups, type Lane } from './write-groups';

/** Groups that are durable when the test says so. */
function openGroups(hasRoom: (isBulk: boolean) => boolean = () => true) {
  const applied: string[][] = [];
  const commits: (() => void)[] = [];
  let isBegun = false;
  const groups = new WriteGroups({
    hasRoom,
    end: () => {
      isBegun = false;
      return new Promise<void>((resolve) => commits.push(resolve));
    },
  });
  const done: string[] = [];
  let asked = 0;
  const run = (name: string, spinMs = 0, lane: Lane = 'small'): void => {
    asked += 1;
    groups.run(
      {
        apply: () => {
          if (!isBegun) applied.push([]);
          isBegun = true;
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
  return { applied, done, run, resume: () => groups.resume(), commits, commitAll, turn };
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

  it('begin later after the one before the longer that takes, and at once where that is past', async () => {
    jest.useFakeTimers({ doNotFake: ['setImmediate'] });
    const { applied, run, commits, turn } = openGroups();
    const commit = async (): Promise<void> => {
      commits.shift()?.();
      await turn();
    };
    run('a');
    await turn();
    jest.advanceTimersByTime(8);
    await commit();
    run('b');
    await turn();
    expect(applied).toEqual([['a'], ['b']]);
    jest.advanceTimersByTime(1);
    await commit();
    // Of 8 ms and 1 ms the mean is a little less than one.
    run('c');
    await turn();
    expect(applied).toHaveLength(2);
    jest.advanceTimersByTime(1);
    run('d');
    expect(applied).toHaveLength(2);
    jest.advanceTimersByTime(2);
    expect(applied).toEqual([['a'], ['b'], ['c', 'd']]);
    await turn();
    await commit();
    jest.useRealTimers();
  });

  it('wait for others no longer than a few milliseconds, and not where many records are moved', async () => {
    jest.useFakeTimers({ doNotFake: ['setImmediate'] });
    const { applied, run, commits, turn } = openGroups();
    for (const name of ['a', 'b']) {
      run(name);
      await turn();
      jest.advanceTimersByTime(1_000);
      commits.shift()?.();
      await turn();
    }
    for (const name of ['c', 'd']) {
      run(name);
      await turn();
      commits.shift()?.();
      await turn();
    }
    expect(applied).toEqual([['a'], ['b'], ['c']]);
    jest.advanceTimersByTime(8);
    expect(applied).toEqual([['a'], ['b'], ['c'], ['d']]);
    await turn();
    run('e', 0, 'bulk');
    run('f', 0, 'bulk');
    commits.shift()?.();
    await turn();
    expect(applied.at(-1)).toEqual(['e', 'f']);
    commits.shift()?.();
    jest.useRealTimers();
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

  it('take few of many records along with small writes, which go ahead of them', async () => {
    const { applied, done, run, commits, commitAll, turn } = openGroups();
    for (const name of ['a', 'b', 'c', 'd']) run(name, 5, 'bulk');
    await turn();
    expect(applied).toEqual([['a']]);
    run('small');
    run('e', 5, 'bulk');
    commits.shift()?.();
    await turn();
    run('next');
    expect([applied, done]).toEqual([[['a'], ['small', 'b']], ['a']]);
    await commitAll();
    expect(applied).toEqual([['a'], ['small', 'b'], ['next', 'c'], ['d'], ['e']]);
    expect(done).toEqual(applied.flat());
  });

  it('wait while there is no room, small writes less long than many records', async () => {
    const room = { small: false, bulk: false };
    const { applied, run, resume, commitAll, turn } = openGroups((isBulk) =>
      isBulk ? room.bulk : room.small,
    );
    run('bulk', 0, 'bulk');
    run('small');
    await turn();
    expect(applied).toEqual([]);
    room.small = true;
    resume();
    await turn();
    expect(applied).toEqual([['small']]);
    room.bulk = true;
    await commitAll();
    expect(applied).toEqual([['small'], ['bulk']]);
  });

  it('let what is to be alone be so, after all before it and before all behind it', async () => {
    const { applied, done, run, commitAll, turn } = openGroups();
    for (const name of ['a', 'b']) run(name, 5, 'bulk');
    run('alone', 0, 'alone');
    run('c', 0, 'bulk');
    run('small');
    await turn();
    expect(applied).toEqual([['a']]);
    await commitAll();
    expect(applied).toEqual([['a'], ['b'], ['alone'], ['small', 'c']]);
    expect(done).toEqual(['a', 'b', 'alone', 'small', 'c']);
  });

  it('are refused, with all that waits, once a group has failed', async () => {
    const failure = new Error('no disk');
    const told: [string, unknown][] = [];
    const groups = new WriteGroups({ hasRoom: () => true, end: () => Promise.reject(failure) });
    const run = (name: string, lane: Lane): void =>
      groups.run({ apply: () => undefined, done: (error) => told.push([name, error]) }, lane);
    run('first', 'small');
    await new Promise((resolve) => setImmediate(resolve));
    for (const lane of ['small', 'bulk', 'alone'] as const) run(lane, lane);
    await groups.quiet();
    run('late', 'small');
    await new Promise((resolve) => setImmediate(resolve));
    expect(told.sort()).toEqual(
      ['alone', 'bulk', 'first', 'late', 'small'].map((name) => [name, failure]),
    );
  });
});
