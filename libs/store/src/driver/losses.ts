// Gives up home replicas that an administrator declares gone for good (`chordctl recover`), in the arcs that wait for
// them.
import { inRange, type NodeRef } from '@chord-dht/chord';
import { cutArc, meet } from '../arc/arcs';
import type { Arc } from '../record/position';
import type { ReplicaContext } from '../replica/replica-context';
import { afterLoss } from '../view/after-loss';
import { isMember, type View } from '../view/view';
import type { Segment } from '../view/view-map';
import type { OwnArc } from './own-arc';

/**
 * The time for which a node repeats the step and refuses mergers with what it has given up. The remaining nodes get the
 * command one after the other, within a minute. Until then a node that does not have it yet goes on with the views from
 * before; a change that it began notifies others of them for less than ten seconds more.
 */
const IN_FORCE_MS = 70_000;

/** The loss that an administrator declares for some arcs. */
export interface Loss {
  /** The arcs that wait, from a query of the whole ring. */
  readonly arcs: readonly Arc[];
  readonly isLost: (node: NodeRef) => boolean;
}

interface Given extends Loss {
  readonly untilMs: number;
  /**
   * The lineages from before the loss. Views after it are of new lineages; a lost node may become a member there again.
   */
  readonly formerLineages: ReadonlySet<string>;
}

export class Losses {
  private given: Given[] = [];

  constructor(
    private readonly context: Pick<ReplicaContext, 'book' | 'blocked' | 'precedence' | 'chord'>,
    private readonly own: Pick<OwnArc, 'arc' | 'foreign'>,
    private readonly drawName: () => string,
  ) {}

  /**
   * Takes effect at once; resolves when it is durable. Correct only where no majority can be had any more: in an arc
   * that others serve it would restore what was deleted there.
   */
  giveUp(loss: Loss): Promise<void> {
    const { book, chord } = this.context;
    const lineages = book.all().flatMap(({ state: { view } }) => view?.lineage ?? []);
    const untilMs = chord.clock.nowMs() + IN_FORCE_MS;
    this.given.push({ ...loss, untilMs, formerLineages: new Set(lineages) });
    return this.apply(loss, () => true);
  }

  /**
   * Repeats the step for views that this node has adopted since; arcs that it has no view of may be served by others.
   */
  async repeat(): Promise<void> {
    for (const loss of this.inForce())
      await this.apply(loss, (view) => view !== null && loss.formerLineages.has(view.lineage));
  }

  /**
   * True for a merger that follows a view which this node has given up, while a remaining member of that view is still
   * in it. That member gives it up as well, and then nobody can choose the merger, which would bind all later ones.
   */
  forbids(arc: Arc, { follows = [] }: View): boolean {
    const isStillIn = (node: NodeRef, former: View): boolean =>
      follows.every((view) => view === former || !isMember(view.members, node));
    return this.inForce().some(
      ({ arcs, formerLineages, isLost }) =>
        arcs.some((given) => meet(given, arc)) &&
        follows.some(
          (view) =>
            formerLineages.has(view.lineage) &&
            view.members.some(isLost) &&
            view.members.some((node) => !isLost(node) && isStillIn(node, view)),
        ),
    );
  }

  private inForce(): readonly Given[] {
    const nowMs = this.context.chord.clock.nowMs();
    this.given = this.given.filter(({ untilMs }) => untilMs > nowMs);
    return this.given;
  }

  private async apply(
    { arcs, isLost }: Loss,
    isConcerned: (view: View | null) => boolean,
  ): Promise<void> {
    const { book, chord } = this.context;
    const ours = this.own.arc();
    const borders = ours ? [ours.fromId, ours.toId] : [];
    const chance = this.drawName();
    const parts = arcs.flatMap((arc) => cutArc(arc, borders)).flatMap((arc) => book.within(arc));
    let isChanged = false;
    for (const { arc, state } of parts) {
      const isOwner = ours !== null && inRange(ours.fromId, arc.toId, ours.toId);
      const after = afterLoss(state, { self: chord.self, isOwner, isLost, chance });
      if (after === state || !isConcerned(state.view)) continue;
      this.change({ arc, state: after });
      isChanged = true;
    }
    if (isChanged) await book.save();
  }

  private change(part: Segment): void {
    const { book, blocked, precedence } = this.context;
    this.own.foreign.forget(part.arc);
    blocked.clear(part.arc);
    precedence.end(part.arc);
    book.set([part]);
  }
}
