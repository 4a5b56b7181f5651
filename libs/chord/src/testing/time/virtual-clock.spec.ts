import { SeededRandom } from '../seeded-random';
import { takeTurns } from '../take-turns';
import { EventHeap, type PlannedEvent } from './event-heap';
import { EventLoop } from './event-loop';
import { NodeClock } from './node-clock';
import { VirtualClock } from './virtual-clock';

describe('the event heap', () => {
  it('gives events back by due time, and those of one moment in the order of planning', () => {
    const random = new SeededRandom(3);
    const heap = new EventHeap();
    const events: PlannedEvent[] = Array.from({ length: 2_000 }, (_, sequence) => ({
      dueMs: random.below(50),
      sequence,
      task: null,
    }));
    for (const event of random.shuffle(events)) heap.push(event);
    const expected = [...events].sort((a, b) => a.dueMs - b.dueMs || a.sequence - b.sequence);
    const popped = Array.from({ length: events.length }, () => heap.pop());
    expect(popped).toEqual(expected);
    expect(heap.pop()).toBeUndefined();
  });
});

describe('the virtual clock', () => {
  function world(tickMs = 0) {
    const clock = new VirtualClock();
    return { clock, loop: new EventLoop(clock, { takeTurns }, { tickMs }) };
  }

  it('runs tasks at their time, and none that was taken back', async () => {
    const { clock, loop } = world();
    const seen: string[] = [];
    const note = (name: string) => () => seen.push(`${name} at ${clock.nowMs()}`);
    clock.after(20, note('late'));
    clock.after(10, note('early'));
    clock.after(15, note('never'))();
    clock.after(10, note('early too'));
    await loop.advance(15);
    expect(seen).toEqual(['early at 10', 'early too at 10']);
    expect(clock.nowMs()).toBe(15);
    await loop.advance(5);
    expect(seen[2]).toBe('late at 20');
  });

  it('lets all promises of an event go on before the next event', async () => {
    const { clock, loop } = world();
    const seen: string[] = [];
    clock.after(1, () => {
      void (async () => {
        for (let turn = 0; turn < 100; turn += 1) await undefined;
        seen.push(`promises at ${clock.nowMs()}`);
      })();
    });
    clock.after(2, () => seen.push('next'));
    await loop.advance(3);
    expect(seen).toEqual(['promises at 1', 'next']);
  });

  it('runs events of one tick together, in order and each at its own time', async () => {
    const { clock, loop } = world(1);
    const seen: number[] = [];
    let turns = 0;
    loop.afterEveryTurn(() => (turns += 1));
    for (const ms of [0.2, 5, 0.7, 1.1]) clock.after(ms, () => seen.push(clock.nowMs()));
    await loop.advance(10);
    expect(seen).toEqual([0.2, 0.7, 1.1, 5]);
    expect(turns).toBe(2);
  });

  it('gives the value or the error of a promise, and an error when it is never settled', async () => {
    const { clock, loop } = world();
    const later = new Promise<string>((resolve) => clock.after(7, () => resolve('value')));
    expect(await loop.settle(later)).toBe('value');
    await expect(loop.settle(Promise.reject(new Error('no')))).rejects.toThrow('no');
    await expect(loop.settle(new Promise(() => undefined), 10)).rejects.toThrow('not over');
  });
});

describe('the clock of a process', () => {
  it('may be wrong about the day, and its timers die with it', async () => {
    const clock = new VirtualClock();
    const loop = new EventLoop(clock, { takeTurns });
    const own = new NodeClock(clock, 600_000);
    let runs = 0;
    own.after(1, () => (runs += 1));
    own.after(3, () => (runs += 1));
    await loop.advance(2);
    expect(own.wallMs() - clock.wallMs()).toBe(600_000);
    expect(own.nowMs()).toBe(2);
    own.kill();
    await loop.advance(2);
    expect(runs).toBe(1);
  });
});
