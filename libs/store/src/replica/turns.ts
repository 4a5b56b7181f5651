// Answers that take a while come one after the other, however many are asked for at once: what else the event loop has
// to do comes between two of them.
import type { Clock } from '@chord-dht/chord';
import { Slices } from './slices';

const PAUSE_MS = 1;

export class Turns {
  private readonly slices: Slices;
  private last: Promise<unknown> = Promise.resolve();

  constructor(clock: Clock) {
    this.slices = new Slices(clock);
  }

  take<Result>(work: () => Result): Promise<Result> {
    const result = this.last.then(work);
    const over = (): Promise<void> => this.slices.giveWay(PAUSE_MS);
    this.last = result.then(over, over);
    return result;
  }
}
