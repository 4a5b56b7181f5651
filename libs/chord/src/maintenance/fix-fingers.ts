// Refreshes the finger table: one distinct finger a round (ToN 2003, figure 6, fix_fingers).
import { isDefect } from '../base/errors';
import { inRange, type Id } from '../id/between';
import type { LookupResult } from '../lookup/lookup-result';
import { isGone, type MemberContext } from '../context/member-context';
import type { NodeRef } from '../id/node-ref';

export class FingerFixer {
  private nextIndex = 0;

  constructor(
    private readonly context: MemberContext,
    private readonly findOwner: (target: string) => Promise<LookupResult>,
  ) {}

  /** Looks the next finger up. Indices below the successor's distance need no lookup: they are the successor. */
  async round(): Promise<void> {
    const { state, space, self, clock, events } = this.context;
    const { fingers, successor } = state;
    if (successor.id === self.id) {
      fingers.clear();
      this.nextIndex = 0;
      return;
    }
    const firstBeyond = fingers.firstBeyond(successor);
    if (firstBeyond > 0) fingers.fill(0, successor, clock.nowMs());
    if (firstBeyond === space.bits) {
      this.nextIndex = 0;
      return;
    }
    const index =
      this.nextIndex < firstBeyond || this.nextIndex >= space.bits ? firstBeyond : this.nextIndex;
    // Advanced before the query: after a failed lookup the next round goes on behind this index.
    this.nextIndex = index + 1;
    const start = fingers.startOf(index);
    const before = fingers.at(index);
    const owner =
      before && (await this.stillOwns(before, start))
        ? before
        : (await this.findOwner(start)).owner;
    const last = fingers.fill(index, owner, clock.nowMs());
    this.nextIndex = last + 1;
    if (before?.id !== owner.id)
      events.emit({ type: 'finger-changed', first: index, last, node: owner });
  }

  /** Passes once over all distinct fingers, right after a join; stops when the node is alone again. */
  async fillAll(): Promise<void> {
    this.nextIndex = 0;
    do await this.round();
    while (this.nextIndex > 0 && this.nextIndex < this.context.space.bits);
  }

  /** Asks the present entry first: it mostly still owns the start, and one call confirms that. */
  private async stillOwns(node: NodeRef, start: Id): Promise<boolean> {
    const { call, read, self, state } = this.context;
    if (node.id === self.id) return state.owns(start);
    try {
      const view = read.fields(await call(node, 'chord.view', null));
      // A node that is alone has restarted and regards the whole ring as its own.
      if (read.membership(view['membership']) === 'alone') return false;
      const predecessor = read.optionalNode(view['predecessor']);
      return predecessor !== null && inRange(predecessor.id, start, node.id);
    } catch (error) {
      if (isDefect(error)) throw error;
      if (isGone(error)) state.fingers.remove(node);
      return false;
    }
  }
}
