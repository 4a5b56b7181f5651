// The ids for which this node may answer now: those of the views of which it is the serving primary. A node whose
// view is over may still believe so; it gets no majority for what it would answer (docs/views.md, invariant 2).
import { inRange, type ChordNode, type Id } from '@chord-dht/chord';
import { NO_QUORUM, StoreError, unavailable } from '../base/errors';
import type { Arc } from '../record/position';
import type { BlockedArcs } from '../view/blocked-arcs';
import type { View } from '../view/view';
import type { ViewBook } from '../view/view-book';
import { isSealed } from '../view/view-state';

export class Authority {
  private draining = false;

  constructor(
    private readonly chord: Pick<ChordNode, 'self' | 'membership' | 'predecessor'>,
    private readonly book: ViewBook,
    private readonly blocked: Pick<BlockedArcs, 'has'>,
  ) {}

  /** What the ring says is this node's; `null` while it is in none. */
  get arc(): Arc | null {
    const { membership, predecessor, self } = this.chord;
    if (membership === 'alone') return { fromId: self.id, toId: self.id };
    if (membership !== 'member' && membership !== 'leaving') return null;
    return predecessor && { fromId: predecessor.id, toId: self.id };
  }

  get isLeaving(): boolean {
    return this.draining;
  }

  set isLeaving(leaving: boolean) {
    this.draining = leaving;
  }

  /**
   * The view in which this node answers for an id.
   * @throws StoreError `NOT_OWNER` with the primary if another is known, `DRAINING`, or `UNAVAILABLE`
   *   while this node takes the key over
   */
  viewOf(keyId: Id): View {
    const { self } = this.chord;
    const { state } = this.book.at(keyId);
    const { view } = state;
    if (view && state.serving && !isSealed(state)) {
      if (this.draining) throw new StoreError('DRAINING', `${self.address} is leaving the ring.`);
      return view;
    }
    if (this.chord.membership === 'alone' && view?.members.length !== 1) {
      const sentence = `${self.address} is alone, and the other home replicas of this key are missing; /api/v1/ring names them.`;
      throw unavailable(sentence, 'not-applied', NO_QUORUM);
    }
    const { arc } = this;
    const isOurs = arc !== null && inRange(arc.fromId, keyId, arc.toId);
    // Also when the primary of the view before is still known: it is among those that are missing.
    if (isOurs && this.blocked.has(keyId))
      throw unavailable(
        'Too few home replicas of this key answer; /api/v1/ring names the nodes that are missing.',
        'not-applied',
        NO_QUORUM,
      );
    if (view && view.primary.id !== self.id) {
      throw new StoreError('NOT_OWNER', `${self.address} does not serve this key.`, {
        next: view.primary,
      });
    }
    if (isOurs) throw unavailable(`${self.address} is taking over this key.`, 'not-applied');
    throw new StoreError('NOT_OWNER', `${self.address} does not serve this key.`);
  }

  /** From where on the caller may expect this node to answer for all ids up to its own. */
  servedFrom(keyId: Id): Id {
    const { arc } = this;
    if (!arc || !inRange(arc.fromId, keyId, arc.toId))
      return this.chord.predecessor?.id ?? this.chord.self.id;
    return this.book.at(keyId).arc.fromId;
  }

  /** The end of the view that an id lies in. */
  servedTo(keyId: Id): Id {
    return this.book.at(keyId).arc.toId;
  }
}
