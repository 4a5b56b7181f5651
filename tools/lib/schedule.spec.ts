import { schedule, type Task } from './schedule.mjs';

interface Played {
  /** What ran at the same time, at each start. */
  readonly together: string[][];
  readonly results: string[];
}

/** Plays tasks that end in the order in which they began, one at a time. */
async function play(
  tasks: readonly Partial<Task<string>>[],
  cores: number,
  failing: readonly string[] = [],
): Promise<Played> {
  const running: { name: string; end: (result: string) => void }[] = [];
  const together: string[][] = [];
  const whole = tasks.map((task): Task<string> => {
    const { name = '' } = task;
    return {
      name,
      without: (missing) => `${name} without ${missing}`,
      run: () =>
        new Promise((resolve) => {
          running.push({ name, end: resolve });
          together.push(running.map((one) => one.name));
          setImmediate(() => {
            const first = running.shift();
            first?.end(first.name);
          });
        }),
      ...task,
    };
  });
  const hasPassed = (result: string) => !failing.includes(result) && !result.includes('without');
  return { results: await schedule(whole, { cores, hasPassed }), together };
}

const work = (name: string, more: Partial<Task<string>> = {}) => ({ name, ...more });
const fill = (name: string) => ({ name, fills: true });
const wait = (name: string, more: Partial<Task<string>> = {}) => ({ name, waits: true, ...more });

describe('a schedule', () => {
  it('runs every task, as many at a time as there are cores', async () => {
    const { results, together } = await play(
      ['a', 'b', 'c', 'd', 'e'].map((name) => work(name)),
      2,
    );
    expect(results.sort()).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(Math.max(...together.map(({ length }) => length))).toBe(2);
  });

  it('gives a wide one all its cores, and lets nobody overtake it', async () => {
    const { together } = await play([work('a'), work('wide', { width: 2 }), work('b')], 2);
    expect(together).toEqual([['a'], ['wide'], ['b']]);
  });

  it('runs one that waits beside those that work', async () => {
    const { together } = await play([work('a'), work('b'), wait('x'), wait('y')], 2);
    expect(together[2]).toEqual(['a', 'b', 'x']);
    expect(together.every((names) => names.filter((name) => /x|y/.test(name)).length < 2)).toBe(
      true,
    );
  });

  it('gives the place of those that wait to one that works when none of them is left', async () => {
    const { together } = await play(
      [wait('x'), wait('y'), ...['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((name) => work(name))],
      2,
    );
    const ofWork = together.map((names) => names.filter((name) => !/x|y/.test(name)).length);
    const afterWaiting = together.findLastIndex((names) => names.includes('y')) + 1;
    expect(Math.max(...ofWork.slice(0, afterWaiting))).toBe(2);
    expect(Math.max(...ofWork.slice(afterWaiting))).toBe(3);
    expect(Math.max(...together.map(({ length }) => length))).toBe(3);
  });

  it('runs one that fills beside all others, and more where a core is free', async () => {
    const tasks = [work('wide', { width: 2 }), work('a'), fill('f'), fill('g'), fill('h')];
    expect((await play(tasks, 2)).together).toEqual([
      ['wide'],
      ['wide', 'f'],
      ['f', 'a'],
      ['f', 'a', 'g'],
      ['a', 'g', 'h'],
    ]);
  });

  it('runs everything one by one on one core', async () => {
    const tasks = [work('a', { width: 2 }), wait('x'), fill('f'), work('b'), work('c')];
    expect((await play(tasks, 1)).together).toEqual([['a'], ['x'], ['f'], ['b'], ['c']]);
  });

  it('runs one that nobody may disturb alone, also when others wait', async () => {
    const { together } = await play(
      [work('a'), wait('x'), work('alone', { alone: true }), work('b')],
      2,
    );
    expect(together).toEqual([['a'], ['a', 'x'], ['alone'], ['b']]);
  });

  it('starts nothing before what it needs, and nothing for want of it', async () => {
    const tasks = [
      work('late', { needs: ['build'] }),
      wait('build'),
      work('later', { needs: ['late'] }),
    ];
    expect((await play(tasks, 2)).results).toEqual(['build', 'late', 'later']);
    expect((await play(tasks, 2, ['build'])).results).toEqual([
      'build',
      'late without build',
      'later without late',
    ]);
  });

  it('says so when nobody provides what is needed', async () => {
    await expect(play([work('a', { needs: ['nothing'] })], 2)).rejects.toThrow('these need: a');
  });

  it('fails when a task cannot be run at all', async () => {
    const run = () => Promise.reject(new Error('broken'));
    await expect(play([work('a', { run })], 2)).rejects.toThrow('broken');
  });
});
