import { ManualClock } from '@chord-dht/chord/testing';
import { Slices } from './slices';

/** A clock whose timers go off late, as on a machine that has more to do than it can. */
function lateBy(clock: ManualClock, lateMs: () => number) {
  return {
    nowMs: () => clock.nowMs(),
    wallMs: () => clock.wallMs(),
    after: (delayMs: number, task: () => void) => clock.after(delayMs + lateMs(), task),
  };
}

async function pauseOf(lateMs: number): Promise<number> {
  const clock = new ManualClock();
  let left = lateMs;
  const late = lateBy(clock, () => {
    const now = left;
    left = 0;
    return now;
  });
  const startMs = clock.nowMs();
  await clock.until(new Slices(late).giveWay(4));
  return clock.nowMs() - startMs;
}

describe('work over many records', () => {
  it.each([
    ['in time', 0, 4],
    ['nearly in time', 20, 24],
    ['late', 100, 4 + 100 + 100],
    ['much too late', 3_000, 4 + 3_000 + 500],
  ])('gives way as long again as its pause was late: %s', async (_what, lateMs, expected) => {
    expect(Math.round(await pauseOf(lateMs))).toBe(expected);
  });
});
