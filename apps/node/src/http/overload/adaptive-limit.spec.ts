import { AdaptiveLimit } from './adaptive-limit';

/** One second of requests with this duration each. */
function second(limit: AdaptiveLimit, fromMs: number, ms: number, isBusy = true): void {
  for (let at = 0; at < 1_000; at += 10) limit.served(ms, fromMs + at, isBusy);
}

describe('the limit of requests at a time', () => {
  it('goes down while requests take long, and not below its least', () => {
    const limit = new AdaptiveLimit({ min: 64, max: 512 });
    second(limit, 0, 900);
    expect(limit.current).toBeLessThan(256);
    for (let passed = 1; passed < 10; passed += 1) second(limit, passed * 1_000, 900);
    expect(limit.current).toBe(64);
  });

  it('goes up again when it is reached and requests are quick, and not above its most', () => {
    const limit = new AdaptiveLimit({ min: 64, max: 128 });
    for (let passed = 0; passed < 10; passed += 1) second(limit, passed * 1_000, 900);
    second(limit, 10_000, 5);
    expect(limit.current).toBe(64);
    for (let at = 11_000; at < 20_000; at += 100) {
      limit.reached();
      limit.served(5, at, false);
    }
    expect(limit.current).toBe(128);
  });

  it('stays when this node has little to do and requests wait for others', () => {
    const limit = new AdaptiveLimit({ min: 64, max: 512 });
    second(limit, 0, 2_000, false);
    expect(limit.current).toBe(512);
  });

  it('stays when fewer than half of the requests take long', () => {
    const limit = new AdaptiveLimit({ min: 64, max: 512 });
    for (let at = 0; at < 5_000; at += 10) limit.served(at % 50 === 0 ? 8_000 : 5, at, true);
    expect(limit.current).toBe(512);
  });
});
