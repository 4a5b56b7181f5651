import { inLanes, Places, Window } from './lanes';

const turns = async (count: number): Promise<void> => {
  for (let turn = 0; turn < count; turn += 1) await undefined;
};

describe('lanes', () => {
  it('run so many tasks at once and no more, each item once', async () => {
    let running = 0;
    let most = 0;
    const seen: number[] = [];
    const items = Array.from({ length: 20 }, (_, index) => index);
    await inLanes(items, 3, async (item) => {
      most = Math.max(most, (running += 1));
      await turns(1 + (item % 4));
      running -= 1;
      seen.push(item);
    });
    expect(most).toBe(3);
    expect(seen.sort((a, b) => a - b)).toEqual(items);
  });

  it('end with the first failure, when what runs is over, and begin nothing more', async () => {
    const begun: number[] = [];
    let ended = 0;
    const work = inLanes([0, 1, 2, 3, 4, 5], 2, async (item) => {
      begun.push(item);
      await turns(item === 1 ? 1 : 10);
      ended += 1;
      if (item === 1) throw new Error('one');
    });
    await expect(work).rejects.toThrow('one');
    expect(begun).toEqual([0, 1]);
    expect(ended).toBe(2);
  });
});

describe('a window', () => {
  it('lets so many run at once, and waits for all of them at the end', async () => {
    const window = new Window(2);
    const ends: (() => void)[] = [];
    const task = (): Promise<void> => new Promise((resolve) => ends.push(resolve));
    await window.begin(task);
    await window.begin(task);
    let hasBegun = false;
    const third = window.begin(task).then(() => (hasBegun = true));
    await turns(20);
    expect([hasBegun, ends.length]).toEqual([false, 2]);
    ends[1]!();
    await third;
    let isOver = false;
    const end = window.end().then(() => (isOver = true));
    ends[0]!();
    await turns(20);
    expect(isOver).toBe(false);
    ends[2]!();
    await end;
  });

  it('tells of a failure at the next beginning or at the end', async () => {
    const window = new Window(1);
    const fails = (): Promise<void> => Promise.reject(new Error('failed'));
    await window.begin(fails);
    await expect(window.begin(async () => undefined)).rejects.toThrow('failed');
    await expect(window.end()).rejects.toThrow('failed');
  });
});

describe('places', () => {
  it('are taken in the order of asking, also by whoever asks while one becomes free', async () => {
    const places = new Places(2);
    let running = 0;
    let most = 0;
    const begun: number[] = [];
    const task = (number: number) => async (): Promise<void> => {
      begun.push(number);
      most = Math.max(most, (running += 1));
      await turns(1 + (number % 3));
      running -= 1;
      if (number < 3) void places.run(task(number + 10));
    };
    await Promise.all(Array.from({ length: 8 }, (_, number) => places.run(task(number))));
    expect(begun.slice(0, 8)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect(most).toBe(2);
  });

  it('become free when a task fails', async () => {
    const places = new Places(1);
    const failed = places.run(() => Promise.reject(new Error('no')));
    const next = places.run(() => Promise.resolve(1));
    await expect(failed).rejects.toThrow('no');
    expect(await next).toBe(1);
  });
});
