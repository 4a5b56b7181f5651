import type { Cancel, Clock } from '@chord-dht/chord';

/** The clocks of this machine. A pending task does not keep the process alive. */
export class SystemClock implements Clock {
  /** @param offsetMs shifts the wall clock; only tests of wrong clocks use it */
  constructor(public offsetMs = 0) {}

  nowMs(): number {
    return performance.now();
  }

  wallMs(): number {
    return Date.now() + this.offsetMs;
  }

  after(delayMs: number, task: () => void): Cancel {
    const timer = setTimeout(task, delayMs);
    timer.unref();
    return () => clearTimeout(timer);
  }

  soon(task: () => void): void {
    setImmediate(task);
  }
}
