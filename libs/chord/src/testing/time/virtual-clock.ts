// The one clock of a simulated world. It advances only when events are run.
import type { Cancel, Clock } from '../../ports/clock';
import { EventHeap, type PlannedEvent } from './event-heap';

/** 1 January 2024, so that a run never meets small wall times by accident. */
const WALL_START_MS = 1_704_067_200_000;

export interface VirtualClockOptions {
  /** What `nowMs()` says at first. */
  readonly startMs?: number;
  /** What `wallMs()` says at first. */
  readonly wallStartMs?: number;
}

export class VirtualClock implements Clock {
  private now: number;
  private wallOffsetMs: number;
  private sequence = 0;
  private readonly heap = new EventHeap();

  constructor({ startMs = 0, wallStartMs = WALL_START_MS }: VirtualClockOptions = {}) {
    this.now = startMs;
    this.wallOffsetMs = wallStartMs - startMs;
  }

  nowMs(): number {
    return this.now;
  }

  wallMs(): number {
    return this.wallOffsetMs + this.now;
  }

  /** Moves the wall clock only, as an operator or a time server would. */
  jumpWall(byMs: number): void {
    this.wallOffsetMs += byMs;
  }

  /** The number of events that wait. */
  get pending(): number {
    return this.heap.waiting;
  }

  /** When the next event is due; `undefined` when none is planned. */
  nextDueMs(): number | undefined {
    for (let next = this.heap.peek(); next; next = this.heap.peek()) {
      if (next.task !== null) return next.dueMs;
      this.heap.pop();
    }
    return undefined;
  }

  after(delayMs: number, task: () => void): Cancel {
    const event = this.plan(delayMs, task);
    return () => {
      event.task = null;
    };
  }

  /** The same as `after` without a closure for taking it back: setting `task` to `null` does that. */
  plan(delayMs: number, task: () => void): PlannedEvent {
    const dueMs = this.now + (delayMs > 0 ? delayMs : 0);
    const event: PlannedEvent = { dueMs, sequence: (this.sequence += 1), task };
    this.heap.push(event);
    return event;
  }

  /**
   * Runs the next event, and all further ones that are due within `tickMs` of it, in order.
   * @returns the number of events run; 0 when none is due until `endMs`
   */
  runNext(endMs: number, tickMs: number): number {
    const firstMs = this.nextDueMs();
    if (firstMs === undefined || firstMs > endMs) return 0;
    const lastMs = Math.min(endMs, firstMs + tickMs);
    let count = 0;
    for (let next = this.heap.peek(); next && next.dueMs <= lastMs; next = this.heap.peek()) {
      this.heap.pop();
      const { task } = next;
      if (task === null) continue;
      next.task = null;
      // What is due since long runs now: the machine was asleep.
      if (next.dueMs > this.now) this.now = next.dueMs;
      task();
      count += 1;
      if (tickMs === 0) break;
    }
    return count;
  }

  /** Lets time pass in which nothing runs: nothing is planned, or the machine sleeps. */
  passTo(ms: number): void {
    if (ms > this.now) this.now = ms;
  }
}
