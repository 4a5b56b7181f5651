// One question whether a view stands: its members are asked until enough of them have voted.
import type { NodeRef } from '@chord-dht/chord';
import type { View } from '../view/view';
import type { Segment } from '../view/view-map';
import { Tally, type Majority } from './votes';

/** A reading that waits until it is sure whether its view stands. */
export interface Waiter {
  /** Told once; what it throws is a defect. */
  told(result: Majority): void;
}

/** The same question for all readings of one turn that have one view. */
export class Inquiry {
  isOver = false;
  readonly tally: Tally;
  private asked = 0;
  private readonly waiters: Waiter[] = [];

  /**
   * @param others the other members, in a circle that is walked from `first` on; those that come late are asked
   *   only when those before them do not answer as hoped
   * @param counted members that count already, this one with them
   * @param trace the request of a client that it belongs to
   * @param onFault is called with the error of a waiter that throws
   */
  constructor(
    readonly segment: Segment,
    readonly view: View,
    private readonly others: readonly NodeRef[],
    private readonly first: number,
    counted: number,
    public trace: string | undefined,
    private readonly onFault: (defect: unknown) => void,
  ) {
    this.tally = new Tally(view.members, counted, (result) => this.tell(result));
  }

  join(waiter: Waiter): void {
    this.waiters.push(waiter);
  }

  private tell(result: Majority): void {
    if (this.isOver) return;
    this.isOver = true;
    for (const waiter of this.waiters) {
      try {
        waiter.told(result);
      } catch (defect) {
        // The others must hear of the result all the same.
        this.onFault(defect);
      }
    }
  }

  get hasReserve(): boolean {
    return this.asked < this.others.length;
  }

  /** The next one to be asked. */
  next(): NodeRef | undefined {
    if (!this.hasReserve) return undefined;
    const place = (this.first + this.asked) % this.others.length;
    this.asked += 1;
    return this.others[place];
  }
}
