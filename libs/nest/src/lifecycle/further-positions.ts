// Creates the further positions of this process when the ring first has another member. A node that is alone needs
// none, so it joins others as a single node and not as a ring.
import type { NodeRef } from '@chord-dht/chord';
import type { MemberLog } from '../ports/member-log';
import { startPosition, type Position } from './position';
import type { WayIn } from './way-in';
import { isAloneWithItself } from './way-out';

export interface FurtherPositionsParts {
  readonly names: readonly NodeRef[];
  /** Opens the records of a position and creates its member, which does not answer yet. */
  readonly open: (index: number) => Promise<Position>;
  /** True for a position with records from an earlier run: it is started at once, even while the node is alone. */
  readonly isKnown: (index: number) => boolean;
  readonly isStopping: () => boolean;
  readonly log: MemberLog;
}

export class FurtherPositions {
  private bringing: Promise<void> = Promise.resolve();
  private next = 1;

  constructor(
    private readonly parts: FurtherPositionsParts,
    private readonly wayIn: WayIn,
  ) {}

  /**
   * Starts the positions that are due now, and the others once `first` has another member beside it.
   * @throws StartError when a data directory cannot be used or the ring refuses one for good
   */
  async follow(first: Position): Promise<void> {
    const { names, isKnown, log } = this.parts;
    this.bringing = this.bring(first, (index) => isKnown(index) || hasCompany(first));
    await this.bringing;
    first.chord.events.on(({ type }) => {
      if (type !== 'membership-changed' && type !== 'successors-changed') return;
      if (this.next >= names.length || !hasCompany(first)) return;
      this.bringing = this.bringing
        .then(() => this.bring(first, () => true))
        .catch((error: unknown) => log.error('position-missing', { error }));
    });
  }

  /** Resolves when no position is being started. */
  settled(): Promise<void> {
    return this.bringing.catch(() => undefined);
  }

  private async bring(first: Position, isDue: (index: number) => boolean): Promise<void> {
    const { names, isStopping } = this.parts;
    while (this.next < names.length && isDue(this.next) && !isStopping())
      await this.bringNext(first);
  }

  /** Started only once it can join: one that waited alone would take the whole ring for its arc. */
  private async bringNext(first: Position): Promise<void> {
    const position = await this.parts.open(this.next);
    this.next += 1;
    startPosition(position);
    await this.wayIn.joinUntilDone(position.chord, [first.chord.self.address]);
  }
}

function hasCompany({ chord }: Position): boolean {
  return !isAloneWithItself(chord);
}
