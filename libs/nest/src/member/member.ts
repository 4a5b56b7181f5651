// The running members of this process, once there are some: one for each of its positions on the ring.
import type { Address, ChordNode, NodeRef } from '@chord-dht/chord';
import type { RecordStore, StoreNode } from '@chord-dht/store';
import { Injectable } from '@nestjs/common';
import { MemberError } from '../base/errors';

export interface Member {
  readonly chord: ChordNode;
  readonly store: StoreNode;
  readonly records: RecordStore;
  /** The names of its disk in earlier runs. */
  readonly formerNames: readonly Address[];
  /** The member that it was before this start, when its disk has returned under another name. */
  readonly movedFrom: NodeRef | undefined;
  /** Monotonic milliseconds at its start. */
  readonly startedAtMs: number;
}

@Injectable()
export class MemberHolder {
  private readonly members: Member[] = [];
  private readonly waiters: ((member: Member) => void)[] = [];

  /**
   * The position that bears the name of the process.
   * @throws MemberError `NOT_READY` while the node starts.
   */
  get current(): Member {
    const [first] = this.members;
    if (!first) throw new MemberError('NOT_READY', 'The node is still starting; try again soon');
    return first;
  }

  get optional(): Member | undefined {
    return this.members[0];
  }

  /** All positions, the first one first. */
  get all(): readonly Member[] {
    return this.members;
  }

  attach(member: Member): void {
    this.members.push(member);
    for (const waiter of this.waiters) waiter(member);
  }

  /** Calls `use` with each member, at once or as soon as there is one. */
  whenAttached(use: (member: Member) => void): void {
    this.members.forEach(use);
    this.waiters.push(use);
  }

  /** The figures of all positions of this process together. */
  figures(): { keys: number; ownKeys: number; bytes: number; pendingRanges: number } {
    const sum = { keys: 0, ownKeys: 0, bytes: 0, pendingRanges: 0 };
    for (const { store } of this.members) {
      const { keys, ownKeys, bytes } = store.figures();
      sum.keys += keys;
      sum.ownKeys += ownKeys;
      sum.bytes += bytes;
      sum.pendingRanges += store.pendingRanges;
    }
    return sum;
  }
}
