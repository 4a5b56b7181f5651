import { EventLoopDelay } from './event-loop-delay';

const TICK_MS = 250;
const STOPPED_MS = 9_000;

describe('the delay of the event loop', () => {
  let nowMs = 1_000;
  const tick = (): void => {
    nowMs += TICK_MS;
    jest.advanceTimersByTime(TICK_MS);
  };
  beforeEach(() => {
    jest.useFakeTimers({ doNotFake: ['performance'] });
    jest.spyOn(performance, 'now').mockImplementation(() => nowMs);
  });
  afterEach(() => {
    jest.useRealTimers();
    jest.restoreAllMocks();
  });

  it('is seen at once after a pause, for eight ticks, and forgotten then', () => {
    const loop = new EventLoopDelay();
    loop.start();
    tick();
    expect(loop.ms).toBe(0);
    nowMs += STOPPED_MS;
    // Before a timer has run: sockets may be read first.
    expect(loop.ms).toBe(STOPPED_MS - TICK_MS);
    const atTicks = Array.from({ length: 9 }, () => {
      tick();
      return loop.ms;
    });
    expect(atTicks).toEqual([...Array.from({ length: 8 }, () => STOPPED_MS), 0]);
    nowMs += STOPPED_MS;
    loop.stop();
    expect(loop.ms).toBe(0);
  });
});
