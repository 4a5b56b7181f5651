// Counts the votes of a view's members.
import { codeOf, isDefect } from '@chord-dht/chord';
import { majorityOf } from '../view/view';
import type { Vote } from '../messages/replica-bytes';

/**
 * `silent`: too few members answer at all. `failed`: others have a defect. `refused`: enough answer, but the
 * view is over, or they are behind or busy.
 */
export type Majority = 'reached' | 'silent' | 'failed' | 'refused';

/** Counts the votes of one operation and tells once what they come to. */
export class Tally {
  private counting: number;
  private silent = 0;
  private failed = 0;
  private open: number;
  private readonly needed: number;

  /** @param members of the view; `counted` of them count already */
  constructor(
    private readonly members: readonly unknown[],
    counted: number,
    private readonly onResult: (result: Majority) => void,
  ) {
    this.needed = majorityOf(members);
    this.counting = counted;
    this.open = members.length - counted;
    this.settle();
  }

  add(vote: Vote): void {
    this.open -= 1;
    if (vote === 'counts') this.counting += 1;
    if (vote === 'none' || vote === 'full') this.silent += 1;
    if (vote === 'failed') this.failed += 1;
    this.settle();
  }

  /** May tell the same again: whoever listens takes the first. */
  private settle(): void {
    if (this.counting >= this.needed) this.onResult('reached');
    else if (this.members.length - this.silent < this.needed) this.onResult('silent');
    else if (this.members.length - this.silent - this.failed < this.needed) this.onResult('failed');
    else if (this.counting + this.open < this.needed) this.onResult('refused');
  }
}

/** What the silence or the refusal of a member is worth that was asked for its vote. */
export function voteOfFailure(error: unknown): Vote {
  if (isDefect(error)) return 'failed';
  return codeOf(error) === 'BUSY' ? 'busy' : 'none';
}
