// The virtual clock of a test, which lets time pass by its own methods in a process of Node.
import { takeTurns } from './take-turns';
import { EventLoop } from './time/event-loop';
import { VirtualClock } from './time/virtual-clock';

const LIMIT_MS = 600_000;

export class ManualClock extends VirtualClock {
  private readonly loop = new EventLoop(this, { takeTurns });

  /** Lets `ms` pass: runs what is due, in order, and what follows from it without further time. */
  advance(ms: number): Promise<void> {
    return this.loop.advance(ms);
  }

  /**
   * Lets time pass, timer by timer, until `promise` is settled.
   * @returns its value. @throws its error; an Error when it is not settled after `limitMs`.
   */
  until<T>(promise: Promise<T>, limitMs = LIMIT_MS): Promise<T> {
    return this.loop.settle(promise, limitMs);
  }
}
