// The operations on the ring for an application's callers. Only routing; values belong to DbService.
import {
  ChordError,
  type Address,
  type ChordNode,
  type Id,
  type IdSpace,
  type JoinReport,
  type LookupResult,
  type MemberWalk,
  type NodeRef,
} from '@chord-dht/chord';
import { Inject, Injectable } from '@nestjs/common';
import { Lifecycle } from '../lifecycle/lifecycle';
import { MemberHolder } from '../member/member';
import type { MembershipOptions } from '../options/member-options';
import { MEMBER_OPTIONS } from '../options/module-options';

@Injectable()
export class RingService {
  constructor(
    @Inject(MemberHolder) private readonly holder: MemberHolder,
    @Inject(Lifecycle) private readonly lifecycle: Lifecycle,
    @Inject(MEMBER_OPTIONS) private readonly options: Pick<MembershipOptions, 'joinDeadlineMs'>,
  ) {}

  /**
   * Resolves when this member serves: after `listen`, and after it has joined the nodes of `join`.
   * @throws StartError for a failure that an operator can correct
   */
  ready(): Promise<void> {
    return this.lifecycle.whenServing();
  }

  get node(): ChordNode {
    return this.holder.current.chord;
  }

  get space(): IdSpace {
    return this.node.space;
  }

  /**
   * Brings this node and all peers into one ring.
   * @throws ChordError `JOIN_FAILED` with a JoinReport as detail
   */
  join(peers: readonly Address[]): Promise<JoinReport> {
    const { keys, tombstones } = this.holder.current.records.figures();
    // The ring that an empty node joins goes on serving its keys; an invited one has to merge them first.
    const yields = keys + tombstones === 0;
    return this.node.unite(peers, { timeoutMs: this.options.joinDeadlineMs, yields });
  }

  /** All members clockwise from this node. */
  members(): Promise<MemberWalk> {
    return this.node.members();
  }

  /** @param trace the trace id of the client's request */
  async findSuccessor(id: Id, trace: string): Promise<NodeRef> {
    return (await this.node.lookup(id, { trace })).owner;
  }

  closestPrecedingNode(id: Id): NodeRef {
    return this.node.closestPrecedingNode(id);
  }

  /** The path of a lookup by fingers, for a request of a client. */
  lookup(id: Id, trace: string): Promise<LookupResult> {
    return this.node.lookup(id, { mode: 'iterative', verifyOwner: true, trace });
  }

  /**
   * Treats `address` as a candidate for this node's predecessor; it has to answer there.
   * @throws ChordError when it does not, or is no member of a ring with the same parameters
   */
  notify(address: Address): Promise<boolean> {
    if (address === this.node.self.address) {
      throw new ChordError(
        'REFUSED',
        'The address in addr is this node itself; give the address of another node.',
      );
    }
    return this.node.notifiedBy(address);
  }
}
