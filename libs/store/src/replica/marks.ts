// Up to where this node has followed the changes of an arc at another, or has told another of its own.
import type { Id, NodeRef } from '@chord-dht/chord';
import { containsArc } from '../arc/arcs';
import type { Arc } from '../record/position';

const KNOWN_MAX = 64;

/** Asks for what was written since the asker was told last; nothing is the answer where that is not known. */
export const SINCE_TOLD = '';

interface Mark {
  readonly peerId: Id;
  readonly arc: Arc;
  readonly mark: string;
}

export class Marks {
  private known: Mark[] = [];

  /** Where to go on with an arc. */
  find({ id }: NodeRef, arc: Arc): string | undefined {
    return this.known.findLast((one) => one.peerId === id && containsArc(one.arc, arc))?.mark;
  }

  keep({ id: peerId }: NodeRef, arc: Arc, mark: string): void {
    const others = this.known.filter((one) => one.peerId !== peerId || !containsArc(arc, one.arc));
    this.known = [...others.slice(1 - KNOWN_MAX), { peerId, arc, mark }];
  }
}
