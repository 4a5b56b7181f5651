import { until } from '../../testing/test-node';
import { EventLoopDelay } from './event-loop-delay';

const BLOCKED_MS = 900;

describe('the delay of the event loop', () => {
  it('is seen after the loop was blocked, and forgotten soon after', async () => {
    const loop = new EventLoopDelay();
    loop.start();
    let seenMs = 0;
    try {
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, BLOCKED_MS);
      await until(() => (seenMs = Math.max(seenMs, loop.ms)) > BLOCKED_MS / 3);
      await until(() => loop.ms < BLOCKED_MS / 3);
    } finally {
      loop.stop();
    }
    expect(loop.ms).toBe(0);
  });
});
