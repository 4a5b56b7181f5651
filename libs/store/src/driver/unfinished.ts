// Begins a view that was accepted here, in the arc of a node that cannot begin it: that node came from another ring, and
// its own view is none of those which the accepted one follows. Any member of the basis may propose (docs/views.md).
import { sameNode, type Clock, type NodeRef } from '@chord-dht/chord';
import type { Arc } from '../record/position';
import { without } from '../view/change';
import type { View } from '../view/view';
import type { Segment } from '../view/view-map';
import type { Proposal } from '../view/view-state';

/** A view begins soon after it is accepted: its records are brought together before. Members take turns of this length. */
const OVERDUE_MS = 10_000;
const ATTEMPTS = 3;

export interface UnfinishedParts {
  readonly self: NodeRef;
  readonly clock: Pick<Clock, 'nowMs'>;
  /** Proposes a successor of the bases; it is the accepted view wherever that may have been chosen. */
  readonly propose: (
    arc: Arc,
    bases: readonly View[],
    members: readonly NodeRef[],
  ) => Promise<'done' | 'again' | 'blocked'>;
}

export class Unfinished {
  private readonly sinceMs = new WeakMap<Proposal, number>();

  constructor(private readonly parts: UnfinishedParts) {}

  /** One pass over arcs that belong to other nodes. */
  async round(segments: readonly Segment[]): Promise<void> {
    for (const { arc, state } of segments) {
      const { view, accepted, synced } = state;
      if (view && accepted && synced && this.isOverdue(accepted))
        await this.begin(arc, view, accepted);
    }
  }

  /** The members of the accepted view try one after the other, the primary first. */
  private isOverdue(accepted: Proposal): boolean {
    const { self, clock } = this.parts;
    const nowMs = clock.nowMs();
    const sinceMs = this.sinceMs.get(accepted) ?? nowMs;
    this.sinceMs.set(accepted, sinceMs);
    const place = accepted.view.members.findIndex((member) => sameNode(member, self));
    return place >= 0 && nowMs - sinceMs >= OVERDUE_MS * (place + 1);
  }

  private async begin(
    arc: Arc,
    view: View,
    { view: { members, follows } }: Proposal,
  ): Promise<void> {
    const { self, propose } = this.parts;
    const others = follows?.filter(({ lineage }) => lineage !== view.lineage) ?? [];
    const wanted = [self, ...without(members, [self])];
    // The owner of the arc repeats its own change meanwhile; an attempt that it has outbid knows its ballot.
    for (let left = ATTEMPTS; left > 0; left -= 1)
      if ((await propose(arc, [view, ...others], wanted)) !== 'again') return;
  }
}
