// Knows which members may count in a view that another node has proposed: it may have begun, and have writes.
import type { NodeRef } from '@chord-dht/chord';
import type { Arc } from '../range/position';
import { Superseded } from './seal';
import { majorityOf, sameView, type View } from './view';
import type { SentState } from './view-codec';
import type { SentSegment } from './view-messages';
import type { ViewPeers } from './view-peers';

export class ProposedView {
  constructor(
    private readonly peers: ViewPeers,
    private readonly learn: (segments: readonly SentSegment[]) => void,
  ) {}

  /**
   * One that has lost its disk may have counted in the view and does not count in it again, unless so
   * many others have never counted that it cannot have begun.
   * @param bases the views that it follows, sealed
   * @throws Superseded when it has begun somewhere
   */
  async whoMayCount(arc: Arc, bases: readonly View[], view: View): Promise<readonly NodeRef[]> {
    const answers = await this.peers.collectAll(view.members, arc);
    for (const { reply } of answers) {
      if (!reply.some(({ state }) => state.synced && isReached(state.view, view))) continue;
      this.learn(reply);
      throw new Superseded('The view has begun at another node.');
    }
    const isInBasis = (state: SentState): boolean =>
      state.synced && bases.some((basis) => sameView(basis, state.view));
    const remember = answers.filter(({ reply }) =>
      reply.every(({ state }) => !state.forgot || isInBasis(state)),
    );
    if (remember.length > view.members.length - majorityOf(view.members)) return view.members;
    return remember.map(({ from }) => from);
  }
}

/** True when a node that has `present` has come as far as `view`, or farther. */
function isReached(present: View | null, view: View): boolean {
  return present?.lineage === view.lineage && present.epoch >= view.epoch;
}
