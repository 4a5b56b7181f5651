import { EventLoopDelay } from './event-loop-delay';

const TICK_MS = 250;
const STOPPED_MS = 9_000;

describe('the delay of the event loop', () => {
  const loop = new EventLoopDelay();
  let nowMs = 1_000;
  let idleMs = 0;
  const tick = (idle = 0): number => {
    nowMs += TICK_MS;
    idleMs += idle;
    jest.advanceTimersByTime(TICK_MS);
    return loop.ms;
  };
  /** The process is stopped, in most cases while it waits. */
  const pause = (): void => {
    nowMs += STOPPED_MS;
    idleMs += STOPPED_MS;
  };
  beforeEach(() => {
    jest.useFakeTimers({ doNotFake: ['performance'] });
    jest.spyOn(performance, 'now').mockImplementation(() => nowMs);
    jest
      .spyOn(performance, 'eventLoopUtilization')
      .mockImplementation(() => ({ idle: idleMs, active: 0, utilization: 0 }));
    loop.start();
  });
  afterEach(() => {
    loop.stop();
    expect(loop.ms).toBe(0);
    jest.useRealTimers();
    jest.restoreAllMocks();
  });

  it('is seen at once after a pause, before a timer has run', () => {
    expect(tick()).toBe(0);
    pause();
    expect(loop.ms).toBe(STOPPED_MS - TICK_MS);
  });

  it('stays in force until the loop has had nothing to read', () => {
    pause();
    expect([tick(), tick(), tick(), tick(1), tick()]).toEqual([
      ...[STOPPED_MS, STOPPED_MS, STOPPED_MS],
      ...[0, 0],
    ]);
  });

  it('is forgotten after eight ticks by a loop that always has something to do', () => {
    pause();
    const delays = Array.from({ length: 9 }, () => tick());
    expect(delays).toEqual([...Array.from({ length: 8 }, () => STOPPED_MS), 0]);
  });

  it('of a loop that is late again and again is the worst of them', () => {
    pause();
    tick();
    nowMs += 100;
    expect([tick(), tick(1)]).toEqual([STOPPED_MS, 0]);
  });
});
