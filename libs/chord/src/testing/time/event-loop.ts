// Alternates events and promises: an event runs, then everything that it has started, then the next.
import type { Host } from './host';
import type { VirtualClock } from './virtual-clock';

export interface EventLoopOptions {
  /**
   * Events within so many milliseconds of each other share one turn of promises. 0 gives each its
   * own, for checks after every event; 1, a usual timer's grain, makes large runs several times faster.
   */
  readonly tickMs?: number;
}

export class EventLoop {
  /** Events run so far. */
  events = 0;
  private readonly tickMs: number;
  private readonly watchers: (() => void)[] = [];

  constructor(
    private readonly clock: VirtualClock,
    private readonly host: Host,
    options: EventLoopOptions = {},
  ) {
    this.tickMs = options.tickMs ?? 0;
  }

  /** Calls `watcher` after every turn, when all promises have settled. */
  afterEveryTurn(watcher: () => void): void {
    this.watchers.push(watcher);
  }

  /**
   * Runs until `done` or until `limitMs` have passed.
   * @returns whether it is done
   */
  async runUntil(done: () => boolean, limitMs: number): Promise<boolean> {
    const endMs = this.clock.nowMs() + limitMs;
    let isDone = false;
    let hasRun = false;
    await this.host.takeTurns(() => {
      if (hasRun) for (const watch of this.watchers) watch();
      isDone = done();
      if (isDone) return false;
      const count = this.clock.runNext(endMs, this.tickMs);
      this.events += count;
      hasRun = count > 0;
      if (hasRun) return true;
      this.clock.passTo(endMs);
      isDone = done();
      return false;
    });
    return isDone;
  }

  /** Lets `ms` of virtual time pass. */
  async advance(ms: number): Promise<void> {
    await this.runUntil(() => false, ms);
  }

  /**
   * Lets time pass until `promise` is settled.
   * @returns its value. @throws its error; an Error when it is not settled after `limitMs`
   */
  async settle<T>(promise: Promise<T>, limitMs = 3_600_000): Promise<T> {
    let settled = false;
    const mark = (): void => void (settled = true);
    promise.then(mark, mark);
    if (await this.runUntil(() => settled, limitMs)) return promise;
    throw new Error(`The operation was not over after ${limitMs} ms of virtual time.`);
  }
}
