// Probes lost peers, one a round, and reacts when one is back.
import { isDefect } from '../base/errors';
import type { MemberContext } from '../context/member-context';
import type { Identity } from '../messages/chord-messages';
import type { Address, NodeRef } from '../id/node-ref';
import { identifyAll } from './identify-all';
import type { LostPeers } from './lost-peers';
import { isInOurRing } from './unify';

export interface ProbeActions {
  readonly identify: (address: Address) => Promise<Identity>;
  readonly join: (via: NodeRef) => Promise<void>;
  readonly meet: (stranger: NodeRef) => Promise<void>;
}

export class LostPeerProbe {
  /** Lost peers that were on this ring when they were last probed. */
  private readonly seenInRing = new Set<Address>();

  constructor(
    private readonly context: MemberContext,
    private readonly lostPeers: LostPeers,
    private readonly actions: ProbeActions,
  ) {}

  /** Probes the next lost peer. A ring of one probes all of them, as any could lead it back to its ring. */
  async round(): Promise<void> {
    const { state, self } = this.context;
    const next = this.lostPeers.next();
    if (next === undefined) return;
    const wasAlone = state.membership === 'alone';
    const { found } = await identifyAll(
      wasAlone ? this.lostPeers.all() : [next],
      this.actions.identify,
    );
    for (const { address, node, membership } of found) {
      if (wasAlone && state.membership !== 'alone') return;
      if (node.id === self.id) this.lostPeers.remove(address);
      // A peer that is joining or leaving is in no ring now; joining through it would make this node wait for it.
      else if (membership === 'alone' || membership === 'member') {
        await this.found(address, node, membership === 'alone').catch(unlessDefect);
      }
    }
  }

  private async found(address: Address, node: NodeRef, peerIsAlone: boolean): Promise<void> {
    const { state, call, self } = this.context;
    if (state.membership === 'alone') {
      await this.actions.join(node);
    } else if (state.membership !== 'member') {
      return;
    } else if (peerIsAlone) {
      await call(
        node,
        'chord.invite',
        { via: self.address },
        { timeoutMs: this.context.parameters.operationTimeoutMs },
      );
    } else if (!(await isInOurRing(this.context, node))) {
      this.context.events.emit({ type: 'rings-met', node });
      await call(node, 'chord.meet', null);
      await this.actions.meet(node);
      this.seenInRing.delete(address);
      return;
    } else if (!this.seenInRing.has(address)) {
      // While two rings merge, successors may lead to a node that is expelled again: a second probe has to confirm.
      this.seenInRing.add(address);
      return;
    }
    this.seenInRing.delete(address);
    this.lostPeers.remove(address);
  }
}

/** A peer that is still silent or busy is probed again in its turn; a defect of this process is thrown. */
function unlessDefect(error: unknown): void {
  if (isDefect(error)) throw error;
}
