// The pointers of one member, with events when they change. It decides nothing.
import type { Emitter, Membership, RingEvent } from '../base/events';
import { inRange, type Id } from '../id/between';
import type { IdSpace } from '../id/id-space';
import { FingerTable, type FingerEntry } from './finger-table';
import { isArtificial, sameNode, type NodeRef } from '../id/node-ref';

/** All pointers of a member at one moment. */
export interface AdoptedPointers {
  readonly predecessor: NodeRef;
  readonly successors: readonly NodeRef[];
  readonly fingers: readonly FingerEntry[];
}

export class RingState {
  readonly fingers: FingerTable;
  /**
   * Set when a node has asked for pointers while this one was alone: with the answer it may have become a member, even
   * if its notify never arrived.
   */
  wasAskedAlone = false;
  private currentMembership: Membership = 'starting';
  private currentPredecessor: NodeRef | null = null;
  private list: readonly NodeRef[] = [];

  constructor(
    readonly self: NodeRef,
    space: IdSpace,
    private readonly events: Emitter<RingEvent>,
  ) {
    this.fingers = new FingerTable(self, space);
  }

  get membership(): Membership {
    return this.currentMembership;
  }

  set membership(to: Membership) {
    const from = this.currentMembership;
    if (from === to) return;
    this.currentMembership = to;
    this.events.emit({ type: 'membership-changed', from, to });
  }

  get predecessor(): NodeRef | null {
    return this.currentPredecessor;
  }

  set predecessor(to: NodeRef | null) {
    const from = this.currentPredecessor;
    if (sameNode(from, to)) return;
    this.currentPredecessor = to;
    this.events.emit({ type: 'predecessor-changed', from, to });
  }

  /** The successor list, padding included; empty when alone. */
  get successors(): readonly NodeRef[] {
    return this.list;
  }

  set successors(to: readonly NodeRef[]) {
    if (sameNodes(this.list, to)) return;
    const before = this.successor;
    // Frozen, so that it can be an answer without a copy.
    this.list = Object.freeze(to);
    if (!sameNode(before, this.successor)) {
      this.events.emit({ type: 'successor-changed', from: before, to: this.successor });
    }
    this.events.emit({ type: 'successors-changed', successors: to });
  }

  /** The first real entry of the list; the node itself when there is none. */
  get successor(): NodeRef {
    return this.list.find((node) => !isArtificial(node)) ?? this.self;
  }

  /** True when these pointers make this node the owner of an id. */
  owns(id: Id): boolean {
    if (this.currentMembership === 'alone') return true;
    const active = this.currentMembership === 'member' || this.currentMembership === 'leaving';
    return (
      active &&
      this.currentPredecessor !== null &&
      inRange(this.currentPredecessor.id, id, this.self.id)
    );
  }
}

function sameNodes(a: readonly NodeRef[], b: readonly NodeRef[]): boolean {
  if (a.length !== b.length) return false;
  for (let index = 0; index < a.length; index += 1) if (!sameNode(a[index], b[index])) return false;
  return true;
}
