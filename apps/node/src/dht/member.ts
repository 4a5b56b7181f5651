// Knows the running member of this process, once there is one.
import type { ChordNode, Transport } from '@chord-dht/chord';
import type { RecordStore, StoreNode } from '@chord-dht/store';
import { Injectable } from '@nestjs/common';
import { HttpError } from '../http/problem/http-error';

export interface Member {
  readonly chord: ChordNode;
  readonly store: StoreNode;
  readonly records: RecordStore;
  readonly transport: Transport;
  /** Monotonic milliseconds at its start. */
  readonly startedAtMs: number;
}

@Injectable()
export class MemberHolder {
  private member: Member | undefined;
  private readonly waiters: ((member: Member) => void)[] = [];

  /** @throws HttpError `NOT_READY` while the node starts. */
  get current(): Member {
    if (!this.member) throw new HttpError('NOT_READY', 'The node is starting');
    return this.member;
  }

  get optional(): Member | undefined {
    return this.member;
  }

  attach(member: Member): void {
    this.member = member;
    for (const waiter of this.waiters) waiter(member);
  }

  /** Runs `use` with the member, at once or as soon as there is one. */
  whenAttached(use: (member: Member) => void): void {
    if (this.member) use(this.member);
    else this.waiters.push(use);
  }
}
