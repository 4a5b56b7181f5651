// Group replication: what the primary writes within one turn goes to each member in one message, and here
// in one commit.
import { atEndOfTurn, type Id, type NodeRef } from '@chord-dht/chord';
import { unavailable } from '../errors';
import { APPEND, type ViewRecords, type Vote } from '../messages/byte-messages';
import { encodeRecord } from '../record/record-codec';
import type { StoredRecord } from '../record/stored-record';
import type { ReplicaContext } from '../replica/replica-context';
import type { View, ViewName } from '../views/view';
import { hasView, isSealed } from '../views/view-state';
import { Tally, type Majority } from './votes';

export interface ReplicationHooks {
  /** A member of the view does not hold everything, and has to be brought up to date. */
  readonly onBehind: (keyId: Id, member: NodeRef) => void;
  /** A member has not confirmed a write; it may hold everything else. */
  readonly onMissed: (keyId: Id, member: NodeRef) => void;
  /** The view has ended without us. */
  readonly onSealed: (keyId: Id, view: ViewName) => void;
}

interface Write {
  readonly view: View;
  readonly record: StoredRecord;
  readonly encoded: Uint8Array;
  readonly resolve: (result: Majority) => void;
  readonly reject: (error: unknown) => void;
}

/** A write that has been sent. */
interface Sent extends Write {
  readonly tally: Tally;
  /** It is durable here. */
  isHere: boolean;
  result: Majority | undefined;
}

export class Replication {
  private waiting: Write[] = [];

  constructor(
    private readonly context: ReplicaContext,
    private readonly hooks: ReplicationHooks,
  ) {}

  /**
   * Writes a record here and at the other members of the view. Resolves when it is durable here and when
   * it is sure whether a majority has it.
   * @throws StoreError `UNAVAILABLE` when nothing was written, as the view has ended meanwhile; what the engine throws
   */
  write(view: View, record: StoredRecord, encoded = encodeRecord(record)): Promise<Majority> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ view, record, encoded, resolve, reject });
      if (this.waiting.length === 1) atEndOfTurn(this.context.chord.clock, this.send);
    });
  }

  /**
   * Gives a member a record that is here already.
   * @returns what its answer is worth
   */
  give(
    { epoch, lineage }: ViewName,
    record: StoredRecord,
    member: NodeRef,
    encoded = encodeRecord(record),
  ): Promise<Vote> {
    const groups = [{ view: { epoch, lineage }, records: [encoded] }];
    return new Promise((resolve) => {
      this.call(member, groups, ([vote = 'none']) => {
        this.heed(vote, record.keyId, { epoch, lineage }, member);
        resolve(vote);
      });
    });
  }

  private readonly send = (): void => {
    const writes = this.waiting;
    this.waiting = [];
    const sent = writes.filter((write) => this.isServed(write)).map(sentOf);
    if (sent.length === 0) return;
    this.writeHere(sent);
    const byMember = new Map<Id, { readonly member: NodeRef; readonly writes: Sent[] }>();
    for (const write of sent) {
      for (const member of write.view.members) {
        if (member.id === this.context.chord.self.id) continue;
        const known = byMember.get(member.id);
        if (known) known.writes.push(write);
        else byMember.set(member.id, { member, writes: [write] });
      }
    }
    for (const { member, writes: its } of byMember.values()) this.sendTo(member, its);
  };

  /** Whoever seals our view after this sees what is written from here on: it waits for all of it. */
  private isServed({ view, record, reject }: Write): boolean {
    const { state } = this.context.book.at(record.keyId);
    if (hasView(state, view) && state.serving && !isSealed(state)) return true;
    reject(unavailable('Another view of this key begins.', 'not-applied'));
    return false;
  }

  private writeHere(sent: readonly Sent[]): void {
    const { records, underWay } = this.context;
    const { earlier, end } = underWay.begin(sent.map(({ record }) => record.keyId));
    const put = sent.map(({ record }) => record);
    const written = earlier ? earlier.then(() => records.write({ put })) : records.write({ put });
    written.then(
      () => {
        end();
        for (const write of sent) {
          write.isHere = true;
          write.tally.add('counts');
          finish(write);
        }
      },
      (error: unknown) => {
        end();
        for (const { reject } of sent) reject(error);
      },
    );
  }

  /** In as many messages as the largest value allows. */
  private sendTo(member: NodeRef, writes: readonly Sent[]): void {
    const { pageBytesMax } = this.context.parameters;
    let part: Sent[] = [];
    let bytes = 0;
    for (const write of writes) {
      if (part.length > 0 && bytes + write.encoded.length > pageBytesMax) {
        this.sendPart(member, part);
        part = [];
        bytes = 0;
      }
      part.push(write);
      bytes += write.encoded.length;
    }
    this.sendPart(member, part);
  }

  private sendPart(member: NodeRef, writes: readonly Sent[]): void {
    // Those of one view stand together, in the order in which they were asked for.
    const byView = new Map<View, Sent[]>();
    for (const write of writes) {
      const same = byView.get(write.view);
      if (same) same.push(write);
      else byView.set(write.view, [write]);
    }
    const inOrder = [...byView.values()].flat();
    const groups = [...byView].map(([{ epoch, lineage }, its]) => ({
      view: { epoch, lineage },
      records: its.map(({ encoded }) => encoded),
    }));
    this.call(member, groups, (votes) => {
      for (const [place, write] of inOrder.entries()) {
        const vote = votes[place] ?? 'none';
        this.heed(vote, write.record.keyId, write.view, member);
        write.tally.add(vote);
        finish(write);
      }
    });
  }

  private call(
    member: NodeRef,
    groups: readonly ViewRecords[],
    done: (votes: readonly Vote[]) => void,
  ): void {
    const { calls, parameters } = this.context;
    const request = APPEND.writeRequest(groups);
    calls.call(member, request, parameters.replicaTimeoutMs, (error, reply) =>
      done(error ? [] : APPEND.readReply(reply)),
    );
  }

  private heed(vote: Vote, keyId: Id, view: ViewName, member: NodeRef): void {
    if (vote === 'sealed') this.hooks.onSealed(keyId, view);
    else if (vote === 'behind') this.hooks.onBehind(keyId, member);
    else if (vote !== 'counts') this.hooks.onMissed(keyId, member);
  }
}

function sentOf(write: Write): Sent {
  const sent: Sent = {
    ...write,
    isHere: false,
    result: undefined,
    tally: new Tally(write.view.members, 0, (result) => {
      sent.result ??= result;
    }),
  };
  return sent;
}

function finish({ isHere, result, resolve }: Sent): void {
  if (isHere && result) resolve(result);
}
