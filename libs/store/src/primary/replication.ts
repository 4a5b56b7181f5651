// Group replication: what the primary writes within one turn goes to each member in one message, and here
// in one commit.
import { atEndOfTurn, sizeOf, type Id, type NodeRef } from '@chord-dht/chord';
import { unavailable } from '../base/errors';
import { APPEND, type ViewRecords, type Vote } from '../messages/byte-messages';
import { carryMs } from '../base/parameters';
import type { PlacedRecord } from '../arc/record-store';
import type { ReplicaContext } from '../replica/replica-context';
import type { View, ViewName } from '../view/view';
import { hasView, isSealed } from '../view/view-state';
import { Tally, voteOfFailure, type Majority } from './votes';

export interface ReplicationHooks {
  /** A member of the view does not hold everything, and has to be brought up to date. */
  readonly onBehind: (keyId: Id, member: NodeRef) => void;
  /** A member has not confirmed a write; it may hold everything else. */
  readonly onMissed: (keyId: Id, member: NodeRef) => void;
  /** The view has ended without us. */
  readonly onSealed: (keyId: Id, view: ViewName) => void;
}

/** One with the request of a client that it belongs to. */
export interface TracedRecord extends PlacedRecord {
  readonly trace?: string | undefined;
}

const TRACES_MAX = 8;

interface Write extends TracedRecord {
  readonly view: View;
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
  write(view: View, { position, bytes, trace }: TracedRecord): Promise<Majority> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ view, position, bytes, trace, resolve, reject });
      if (this.waiting.length === 1) atEndOfTurn(this.context.chord.clock, this.send);
    });
  }

  /**
   * Gives a member a record that is here already.
   * @returns what its answer is worth
   */
  give(view: View, { position, bytes, trace }: TracedRecord, member: NodeRef): Promise<Vote> {
    const { epoch, lineage } = view;
    const groups = [{ view: { epoch, lineage }, records: [bytes] }];
    return new Promise((resolve) => {
      this.call(member, groups, trace, (voteAt) => {
        this.heed(voteAt(0), position.keyId, view, member);
        resolve(voteAt(0));
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
  private isServed({ view, position, reject }: Write): boolean {
    const { state } = this.context.book.at(position.keyId);
    if (hasView(state, view) && state.serving && !isSealed(state)) return true;
    reject(unavailable('Another view of this key begins.', 'not-applied'));
    return false;
  }

  private writeHere(sent: readonly Sent[]): void {
    const { records, underWay } = this.context;
    const { end } = underWay.begin(sent.map(({ position }) => position.keyId));
    records.append(sent, (error) => {
      if (error === undefined) this.context.changes.note(sent);
      end();
      for (const write of sent) {
        if (error !== undefined) {
          write.reject(error);
          continue;
        }
        write.isHere = true;
        write.tally.add('counts');
        finish(write);
      }
    });
  }

  /** In as many messages as the largest value allows. */
  private sendTo(member: NodeRef, writes: readonly Sent[]): void {
    const { pageBytesMax } = this.context.parameters;
    let part: Sent[] = [];
    let size = 0;
    for (const write of writes) {
      if (part.length > 0 && size + write.bytes.length > pageBytesMax) {
        this.sendPart(member, part);
        part = [];
        size = 0;
      }
      part.push(write);
      size += write.bytes.length;
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
      records: its.map((write) => write.bytes),
    }));
    const trace = tracesOf(inOrder);
    this.call(member, groups, trace, (voteAt) => {
      for (const [place, write] of inOrder.entries()) {
        const vote = voteAt(place);
        this.heed(vote, write.position.keyId, write.view, member);
        write.tally.add(vote);
        finish(write);
      }
    });
  }

  private call(
    member: NodeRef,
    groups: readonly ViewRecords[],
    trace: string | undefined,
    done: (voteAt: (place: number) => Vote) => void,
  ): void {
    const { calls, parameters } = this.context;
    const request = APPEND.writeRequest(groups);
    const timeoutMs = parameters.replicaTimeoutMs + carryMs(sizeOf(request));
    calls.call(member, request, { timeoutMs, trace }, (error, reply) => {
      const votes = error ? [] : APPEND.readReply(reply);
      const otherwise = voteOfFailure(error);
      done((place) => votes[place] ?? otherwise);
    });
  }

  private heed(vote: Vote, keyId: Id, view: ViewName, member: NodeRef): void {
    if (vote === 'sealed') this.hooks.onSealed(keyId, view);
    else if (vote === 'behind') this.hooks.onBehind(keyId, member);
    else if (vote !== 'counts') this.hooks.onMissed(keyId, member);
  }
}

/** The requests that share a message; as many as one may tell of. */
function tracesOf(writes: readonly Write[]): string | undefined {
  const traces = writes.flatMap(({ trace }) => trace ?? []);
  return traces.length === 0 ? undefined : traces.slice(0, TRACES_MAX).join(' ');
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
