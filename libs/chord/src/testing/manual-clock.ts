// Knows a time that passes only when a test says so.
import type { Cancel, Clock } from '../ports/clock';
import { takeTurns } from './take-turns';

interface Timer {
  readonly dueMs: number;
  readonly task: () => void;
}

export interface ManualClockOptions {
  /** What `nowMs()` says at first. */
  startMs?: number;
  /** What `wallMs()` says at first. */
  wallStartMs?: number;
}

/** 1 January 2024, so that tests never meet small wall times by accident. */
const WALL_START_MS = 1_704_067_200_000;

export class ManualClock implements Clock {
  private now: number;
  private wallOffsetMs: number;
  /** Ordered by due time; timers of one moment in the order in which they were set. */
  private readonly timers: Timer[] = [];

  constructor(options: ManualClockOptions = {}) {
    this.now = options.startMs ?? 0;
    this.wallOffsetMs = (options.wallStartMs ?? WALL_START_MS) - this.now;
  }

  nowMs(): number {
    return this.now;
  }

  wallMs(): number {
    return this.now + this.wallOffsetMs;
  }

  /** Moves the wall clock only, as an operator or a time server would. */
  jumpWall(byMs: number): void {
    this.wallOffsetMs += byMs;
  }

  /** The number of timers that wait. */
  get pending(): number {
    return this.timers.length;
  }

  after(delayMs: number, task: () => void): Cancel {
    const timer: Timer = { dueMs: this.now + Math.max(0, delayMs), task };
    this.timers.splice(this.placeFor(timer.dueMs), 0, timer);
    return () => {
      const index = this.timers.indexOf(timer);
      if (index >= 0) this.timers.splice(index, 1);
    };
  }

  /** Lets `ms` pass: runs what is due, in order, and what follows from it without further time. */
  async advance(ms: number): Promise<void> {
    const endMs = this.now + ms;
    await takeTurns(() => this.runNext(endMs));
    this.now = endMs;
  }

  /**
   * Lets time pass, timer by timer, until `promise` is settled.
   * @returns its value. @throws its error; an Error when it is not settled after `limitMs`.
   */
  async until<T>(promise: Promise<T>, limitMs = 600_000): Promise<T> {
    let settled = false;
    const mark = (): void => void (settled = true);
    promise.then(mark, mark);
    const endMs = this.now + limitMs;
    await takeTurns(() => !settled && this.runNext(endMs));
    if (settled) return promise;
    throw new Error(`not settled after ${limitMs} ms of manual time`);
  }

  private runNext(endMs: number): boolean {
    const next = this.timers[0];
    if (!next || next.dueMs > endMs) return false;
    this.timers.shift();
    this.now = Math.max(this.now, next.dueMs);
    next.task();
    return true;
  }

  private placeFor(dueMs: number): number {
    let low = 0;
    let high = this.timers.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.timers[middle] as Timer).dueMs <= dueMs) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
