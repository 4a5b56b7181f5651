// The arc that this node has to answer for, its home replicas, and the parts of it that are not yet as they should
// be.
import { hostOf, isArtificial, type Id, type NodeRef } from '@chord-dht/chord';
import { cutArc } from '../arc/arcs';
import { homeReplicas } from '../arc/home-replicas';
import type { Arc } from '../record/position';
import type { ReplicaContext } from '../replica/replica-context';
import { ForeignViews } from '../view/foreign-views';
import { isMember, sameMembers } from '../view/view';
import type { Segment } from '../view/view-map';
import { isSealed, type ViewState } from '../view/view-state';
import type { Repairs } from './repairs';
import type { ViewPeers } from './view-peers';

/** A leaving node repeats its announcement; after this time without one it has stayed, or is gone. */
const LEAVING_MS = 3_000;

interface Leaving {
  readonly host: string;
  /** The beginning of the arc that falls to this node when the other has left. */
  readonly fromId: Id | null;
  readonly untilMs: number;
}

export class OwnArc {
  /** Views of other rings that have to be merged into parts of this arc. */
  readonly foreign: ForeignViews;
  private readonly leaving = new Map<Id, Leaving>();

  constructor(
    private readonly context: ReplicaContext,
    private readonly peers: Pick<ViewPeers, 'isSelf'>,
    private readonly repairs: Pick<Repairs, 'hasForgetful'>,
  ) {
    this.foreign = new ForeignViews(context.chord.clock);
  }

  /**
   * This node's arc by the ring's pointers, with the arcs of leaving predecessors; null while the predecessor is
   * unknown.
   */
  arc(): Arc | null {
    const { membership, predecessor, self } = this.context.chord;
    if (membership === 'alone') return { fromId: self.id, toId: self.id };
    if (!predecessor) return null;
    let fromId = predecessor.id;
    // Ends at this node itself: then all others leave, and everything is its own.
    for (let turns = this.leaving.size; turns > 0 && fromId !== self.id; turns -= 1) {
      const next = this.leaving.get(fromId)?.fromId ?? null;
      if (next === null) break;
      fromId = next;
    }
    return { fromId, toId: self.id };
  }

  /** The parts of an arc, cut where its view changes, and where a view of another lineage begins or ends. */
  parts(arc: Arc): Segment[] {
    const borders = this.foreign.borders();
    return this.context.book
      .within(arc)
      .flatMap((segment) =>
        cutArc(segment.arc, borders).map((part) => ({ arc: part, state: segment.state })),
      );
  }

  /** The home replicas of this arc. A host leaves with all its positions, one after the other. */
  desired(): NodeRef[] {
    const { chord, parameters } = this.context;
    const leaving = new Set(Array.from(this.leaving.values(), ({ host }) => host));
    const staying = this.successors().filter((node) => !leaving.has(hostOf(node.address)));
    return homeReplicas([chord.self, ...staying], parameters.replicas);
  }

  /** True when a node is a home replica of this arc, or will be. */
  wants(node: NodeRef): boolean {
    return isMember(this.desired(), node);
  }

  /** The nodes that may have views of this arc: its next home replicas that stay, and the predecessor. */
  neighbours(): NodeRef[] {
    const { chord, parameters } = this.context;
    const behind = this.successors().filter((node) => !this.leaving.has(node.id));
    return [
      ...homeReplicas(behind, parameters.replicas),
      ...(chord.predecessor ? [chord.predecessor] : []),
    ];
  }

  /** The number of parts that this node does not serve, or serves with the wrong members. */
  unsettled(): number {
    const arc = this.arc();
    if (!arc) return 1;
    return this.parts(arc).filter((segment) => this.needsChange(segment)).length;
  }

  /** The size of the smallest view of this arc; null while a part of it has no view, or the arc is not known. */
  fewestMembers(): number | null {
    const arc = this.arc();
    const views = arc ? this.parts(arc).map(({ state }) => state.view) : [];
    if (views.length === 0 || views.includes(null)) return null;
    return Math.min(...views.map((view) => view?.members.length ?? 0));
  }

  needsChange({ arc, state }: Segment): boolean {
    return this.isWrong(state) || this.foreign.latestIn(arc, state.view).length > 0;
  }

  /** True when this node does not serve in this state, or not with the right members. */
  isWrong(state: ViewState): boolean {
    const { view } = state;
    if (!view || !this.peers.isSelf(view.primary) || !state.serving || isSealed(state)) return true;
    return !sameMembers(view.members, this.desired()) || this.repairs.hasForgetful(view);
  }

  /**
   * A node that has restarted is alone until it is back in its ring. Arcs that it shared belong to the others as well:
   * as the only home replica of everything it would be the wrong one. So would a host that is cut off, and sees nothing
   * but its own positions.
   */
  mayChange({ view }: ViewState): boolean {
    if (this.hasCompany()) return true;
    return view !== null && view.members.every((member) => this.peers.isSelf(member));
  }

  /**
   * @param fromId the beginning of the arc that this node takes over from the leaving one; null when it takes over none
   */
  leaves(node: NodeRef, fromId: Id | null): void {
    const untilMs = this.context.chord.clock.nowMs() + LEAVING_MS;
    this.leaving.set(node.id, { host: hostOf(node.address), fromId, untilMs });
  }

  forgetWhoStayed(): void {
    const nowMs = this.context.chord.clock.nowMs();
    for (const [id, { untilMs }] of this.leaving) if (untilMs < nowMs) this.leaving.delete(id);
  }

  private hasCompany(): boolean {
    const { membership, self } = this.context.chord;
    const isOther = ({ address }: NodeRef): boolean => hostOf(address) !== hostOf(self.address);
    return membership !== 'alone' && this.successors().some(isOther);
  }

  private successors(): NodeRef[] {
    return this.context.chord.successors.filter((node) => !isArtificial(node));
  }
}
