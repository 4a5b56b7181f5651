// Finds out where a node that may have lost its disk was a home replica.
import { CodedError, sameNode, type NodeRef } from '@chord-dht/chord';
import type { ReplicaContext } from '../replica/replica-context';
import { isMember } from '../view/view';
import type { SentSegment } from '../view/view-messages';
import type { ViewPeers } from './view-peers';

export class ForgottenViews {
  /** The predecessor that has reported its views, or null. */
  private told: NodeRef | null = null;

  constructor(
    private readonly context: ReplicaContext,
    private readonly peers: ViewPeers,
    private readonly learn: (segments: readonly SentSegment[]) => void,
  ) {}

  /** True while there may be such views. A new node has none, but cannot tell, and asks as well. */
  get isPending(): boolean {
    const { book, chord } = this.context;
    if (chord.membership !== 'member' || !chord.predecessor) return false;
    if (sameNode(this.told, chord.predecessor)) return false;
    return book.isEmpty || book.all().some(({ state }) => state.view === null);
  }

  /** The predecessor is a home replica wherever this node is one, except where hosts have several positions. */
  async ask(): Promise<void> {
    const { predecessor, self } = this.context.chord;
    if (!this.isPending || !predecessor) return;
    try {
      const known = await this.peers.collect(predecessor, { fromId: self.id, toId: self.id });
      this.learn(known.filter(({ state: { view } }) => view && isMember(view.members, self)));
      this.told = predecessor;
    } catch (error) {
      // The next round asks again.
      if (!(error instanceof CodedError) || error.code === 'INTERNAL') throw error;
    }
  }
}
