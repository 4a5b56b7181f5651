import fc from 'fast-check';
import { HybridClock, type HighWater } from './hybrid-clock';
import { compareVersions, type Version } from './version';

const DAY_MS = 86_400_000;

/** The state that survives a restart. */
class Disk implements HighWater {
  keptMs = 0;
  writes = 0;

  async keep(timeMs: number): Promise<void> {
    this.writes += 1;
    this.keptMs = timeMs;
  }
}

class Host {
  wallMs = 1_700_000_000_000;
  readonly disk = new Disk();
  private boots = 0;

  start(): HybridClock {
    this.boots += 1;
    const boot = this.boots.toString(16).padStart(8, '0');
    return new HybridClock({
      wallMs: () => this.wallMs,
      node: '0a',
      boot,
      highWater: this.disk,
      aheadMsMax: DAY_MS,
    });
  }
}

describe('the hybrid logical clock', () => {
  it('follows the wall clock while that goes forward', async () => {
    const host = new Host();
    const clock = host.start();
    expect(await clock.next()).toMatchObject({ timeMs: host.wallMs, counter: 0 });
    expect(await clock.next()).toMatchObject({ timeMs: host.wallMs, counter: 1 });
    host.wallMs += 1.5;
    expect(await clock.next()).toMatchObject({ timeMs: Math.floor(host.wallMs), counter: 0 });
  });

  it('never gives out a version that is not later than all before, through steps of the wall clock, versions of others, and restarts', async () => {
    const step = fc.oneof(
      fc.record({ kind: fc.constant('next' as const) }),
      fc.record({
        kind: fc.constant('wall' as const),
        byMs: fc.integer({ min: -DAY_MS, max: DAY_MS / 4 }),
      }),
      fc.record({
        kind: fc.constant('seen' as const),
        byMs: fc.integer({ min: -DAY_MS, max: DAY_MS / 2 }),
        counter: fc.nat(5),
      }),
      fc.record({ kind: fc.constant('restart' as const) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        const host = new Host();
        let clock = host.start();
        let last: Version | undefined;
        for (const move of steps) {
          if (move.kind === 'wall') host.wallMs = Math.max(0, host.wallMs + move.byMs);
          else if (move.kind === 'restart') clock = host.start();
          else {
            const seen =
              move.kind === 'seen'
                ? {
                    timeMs: Math.floor(host.wallMs + move.byMs),
                    counter: move.counter,
                    node: 'ff',
                    boot: 'ffffffff',
                  }
                : undefined;
            const version = await clock.next(seen);
            if (seen) expect(compareVersions(version, seen)).toBeGreaterThan(0);
            if (last) expect(compareVersions(version, last)).toBeGreaterThan(0);
            last = version;
          }
        }
      }),
    );
  });

  it('writes its high water once in a while, and not with every version', async () => {
    const host = new Host();
    const clock = host.start();
    for (let turn = 0; turn < 10_000; turn += 1) {
      host.wallMs += 1;
      await clock.next();
    }
    expect(host.disk.writes).toBeLessThan(5);
    expect(host.disk.keptMs).toBeGreaterThanOrEqual(host.wallMs);
  });

  it('gives no version out before the high water that covers it is durable', async () => {
    const host = new Host();
    let write: () => void = () => undefined;
    const keep = jest
      .spyOn(host.disk, 'keep')
      .mockImplementation(() => new Promise((resolve) => (write = resolve)));
    let given = 0;
    const clock = host.start();
    const versions = [clock.next(), clock.next()].map(async (next) => {
      await next;
      given += 1;
    });
    await Promise.resolve();
    expect(given).toBe(0);
    write();
    await Promise.all(versions);
    expect(keep).toHaveBeenCalledTimes(1);
  });

  it('begins just behind its last time after a clean stop, not far ahead of it', async () => {
    const host = new Host();
    const first = host.start();
    const { timeMs } = await first.next();
    await first.rest();
    host.wallMs -= 5_000;
    expect(await host.start().next()).toMatchObject({ timeMs: timeMs + 1 });
  });

  it('does not follow a time more than a day ahead', async () => {
    const host = new Host();
    const clock = host.start();
    expect(clock.accepts(host.wallMs + DAY_MS)).toBe(true);
    expect(clock.accepts(host.wallMs + DAY_MS + 1)).toBe(false);
    clock.observe(host.wallMs + DAY_MS + 1);
    expect((await clock.next()).timeMs).toBe(host.wallMs);
    clock.observe(host.wallMs + DAY_MS, 7);
    expect(await clock.next()).toMatchObject({ timeMs: host.wallMs + DAY_MS, counter: 8 });
  });
});
