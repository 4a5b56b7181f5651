// Finds out which parts of a view are over, when one of its members refuses to go on in it.
import { CodedError, isDefect, type Id, type NodeRef } from '@chord-dht/chord';
import { inBackground } from '../replica/background';
import type { ReplicaContext } from '../replica/replica-context';
import type { ViewName } from '../view/view';
import type { SentState } from '../view/view-codec';
import { hasView } from '../view/view-state';
import type { ViewPeers } from './view-peers';

export class EndedViews {
  /** True while a member is being asked for the parts in which this node's view is over. */
  private isInquiring = false;

  constructor(
    private readonly context: ReplicaContext,
    private readonly peers: ViewPeers,
    /** Called when this node has stopped serving a part. */
    private readonly onEnded: () => void,
  ) {}

  /**
   * Called when a member has sealed the view that a key lies in, or has a later one. Asks it for the parts concerned:
   * as a rule another node takes over a part of the arc, and the rest is served without interruption.
   */
  isSealedAt(member: NodeRef, keyId: Id, view: ViewName): void {
    if (this.isInquiring) return;
    this.isInquiring = true;
    const inquiry = this.endWhere(member, keyId, view).finally(() => (this.isInquiring = false));
    inBackground(this.context, inquiry);
  }

  /** Stops serving the parts; without a report of the next view, this node goes on from its own. */
  private async endWhere(member: NodeRef, keyId: Id, view: ViewName): Promise<void> {
    const { book } = this.context;
    const { arc } = book.at(keyId);
    const known = await this.peers.collect(member, arc).catch(unlessAnyDefect);
    for (const there of known ?? []) {
      if (!isOver(there.state, view)) continue;
      for (const part of book.within(there.arc)) {
        if (!hasView(part.state, view)) continue;
        book.mark(part.arc, () => false);
        this.onEnded();
      }
    }
  }
}

function isOver({ view: there, promised }: SentState, view: ViewName): boolean {
  if (there === null) return false;
  if (there.lineage !== view.lineage) return true;
  return there.epoch > view.epoch || (there.epoch === view.epoch && promised !== null);
}

/** A silent member is asked again at its next refusal. */
function unlessAnyDefect(error: unknown): undefined {
  if (error instanceof CodedError && !isDefect(error)) return undefined;
  throw error;
}
