// Group replication: what the primary writes within one turn, or while the group before is on its way to the disk, goes
// to each member in one message, and here in one commit.
import {
  atEndOfTurn,
  sizeOf,
  type Cancel,
  type Id,
  type NodeRef,
  type Pieces,
} from '@chord-dht/chord';
import { unavailable } from '../base/errors';
import { APPEND, type Vote } from '../messages/replica-bytes';
import { carryMs } from '../base/parameters';
import type { PlacedRecord } from '../arc/record-store';
import type { Position } from '../record/position';
import type { ReplicaContext } from '../replica/replica-context';
import type { View, ViewName } from '../view/view';
import { hasView, isSealed } from '../view/view-state';
import { Tally, voteOfFailure, type Majority } from './votes';

export interface ReplicationHooks {
  /** A member of the view does not hold everything, and has to be brought up to date. */
  readonly onBehind: (keyId: Id, member: NodeRef) => void;
  /** A member has not confirmed a write; it may hold everything else. */
  readonly onMissed: (keyId: Id, member: NodeRef) => void;
  /** A member says that the view has ended, at the key or elsewhere in the same arc. */
  readonly onSealed: (keyId: Id, view: ViewName, member: NodeRef) => void;
}

/** One with the request of a client that it belongs to. */
export interface TracedRecord extends PlacedRecord {
  readonly trace?: string | undefined;
}

/**
 * Is called once. `error` is set when the record was not written here, and `result` says nothing then; otherwise
 * `result` says whether a majority has it.
 */
export type WriteDone = (error: unknown, result: Majority) => void;

const TRACES_MAX = 8;
/**
 * While a group is on its way to the disk here, what comes meanwhile waits for its end and shares the next one, but no
 * longer than this: messages and commits cost as much for one record as for some, here and at the other members.
 */
const GATHER_MS = 1;

/** A write, until it is sure whether a majority has it. */
class Write implements TracedRecord {
  /** It is durable here. */
  isHere = false;
  private readonly tally: Tally;
  private result: Majority | undefined;
  private isOver = false;

  constructor(
    readonly view: View,
    readonly position: Position,
    readonly bytes: Uint8Array,
    readonly trace: string | undefined,
    private readonly done: WriteDone,
  ) {
    this.tally = new Tally(view.members, 0, (result) => {
      this.result ??= result;
    });
  }

  count(vote: Vote): void {
    this.tally.add(vote);
    if (this.isHere && this.result) this.end(undefined, this.result);
  }

  fail(error: unknown): void {
    this.end(error, 'refused');
  }

  private end(error: unknown, result: Majority): void {
    if (this.isOver) return;
    this.isOver = true;
    this.done(error, result);
  }
}

/** What one member is sent, and others as well. */
interface Parcel {
  readonly members: readonly NodeRef[];
  readonly writes: readonly Write[];
}

export class Replication {
  private waiting: Write[] = [];
  /** Groups that are not durable here yet. */
  private onTheirWay = 0;
  /** The end of the time for which the next group waits. */
  private gathering: Cancel | undefined;

  constructor(
    private readonly context: ReplicaContext,
    private readonly hooks: ReplicationHooks,
  ) {}

  /**
   * Writes a record here and at the other members of the view. `done` is called when it is durable here and when it is sure
   * whether a majority has it; of StoreError `UNAVAILABLE` when nothing was written, as the view has ended meanwhile; of
   * what the engine throws.
   */
  write(view: View, { position, bytes, trace }: TracedRecord, done: WriteDone): void {
    this.waiting.push(new Write(view, position, bytes, trace, done));
    if (this.waiting.length > 1) return;
    if (this.onTheirWay === 0) this.sendSoon();
    else this.gathering = this.context.chord.clock.after(GATHER_MS, this.send);
  }

  private sendSoon(): void {
    atEndOfTurn(this.context.chord.clock, this.send);
  }

  /**
   * Gives a member a record that is here already.
   * @returns what its answer is worth
   */
  give(view: View, { position, bytes, trace }: TracedRecord, member: NodeRef): Promise<Vote> {
    const { epoch, lineage } = view;
    const groups = [{ view: { epoch, lineage }, records: [bytes] }];
    return new Promise((resolve) => {
      this.call(member, APPEND.writeRequest(groups), trace, (voteAt) => {
        this.heed(voteAt(0), position.keyId, view, member);
        resolve(voteAt(0));
      });
    });
  }

  private readonly send = (): void => {
    const writes = this.waiting;
    this.waiting = [];
    this.gathering?.();
    this.gathering = undefined;
    const sent = writes.filter((write) => this.isServed(write));
    if (sent.length === 0) return;
    this.writeHere(sent);
    for (const { members, writes: its } of this.parcelsOf(sent)) this.sendTo(members, its);
  };

  /** A node shares views with few others, so a look through those that there are already costs least. */
  private parcelsOf(sent: readonly Write[]): readonly Parcel[] {
    const view = sent[0]?.view;
    // As a rule all are of our own arc: what is sent to its members is put together once.
    if (view && sent.every((write) => write.view === view))
      return [{ members: this.othersOf(view), writes: sent }];
    const parcels: { readonly members: readonly [NodeRef]; readonly writes: Write[] }[] = [];
    for (const write of sent) {
      for (const member of this.othersOf(write.view)) {
        const known = parcels.find(({ members }) => members[0].id === member.id);
        if (known) known.writes.push(write);
        else parcels.push({ members: [member], writes: [write] });
      }
    }
    return parcels;
  }

  private othersOf({ members }: View): readonly NodeRef[] {
    const { self } = this.context.chord;
    return members.filter(({ id }) => id !== self.id);
  }

  /** A seal of our view after this waits for every write that has begun, and so includes it. */
  private isServed(write: Write): boolean {
    const { view, position } = write;
    const { state } = this.context.book.at(position.keyId);
    if (hasView(state, view) && state.serving && !isSealed(state)) return true;
    write.fail(unavailable('Another view of this key begins.', 'not-applied'));
    return false;
  }

  private writeHere(sent: readonly Write[]): void {
    const { records, underWay } = this.context;
    const { end } = underWay.begin(sent.map(({ position }) => position.keyId));
    this.onTheirWay += 1;
    records.append(sent, (error) => {
      this.onTheirWay -= 1;
      this.endGathering();
      if (error === undefined) this.context.recentWrites.note(sent);
      end();
      for (const write of sent) {
        if (error !== undefined) {
          write.fail(error);
          continue;
        }
        write.isHere = true;
        write.count('counts');
      }
    });
  }

  private endGathering(): void {
    if (!this.gathering) return;
    this.gathering();
    this.gathering = undefined;
    this.sendSoon();
  }

  /** In as many messages as the largest value allows. */
  private sendTo(members: readonly NodeRef[], writes: readonly Write[]): void {
    const { pageBytesMax } = this.context.parameters;
    let part: Write[] = [];
    let size = 0;
    for (const write of writes) {
      if (part.length > 0 && size + write.bytes.length > pageBytesMax) {
        this.sendPart(members, part);
        part = [];
        size = 0;
      }
      part.push(write);
      size += write.bytes.length;
    }
    this.sendPart(members, part);
  }

  private sendPart(members: readonly NodeRef[], writes: readonly Write[]): void {
    const groups = byView(writes);
    // Those of one view stand together, in the order in which they were asked for.
    const inOrder = groups.length === 1 ? writes : groups.flatMap((group) => group.writes);
    const sent = groups.map(({ view: { epoch, lineage }, writes: its }) => ({
      view: { epoch, lineage },
      records: its.map((write) => write.bytes),
    }));
    const request = APPEND.writeRequest(sent);
    const trace = tracesOf(inOrder);
    for (const member of members)
      this.call(member, request, trace, (voteAt) => {
        for (let place = 0; place < inOrder.length; place += 1) {
          const write = inOrder[place] as Write;
          const vote = voteAt(place);
          this.heed(vote, write.position.keyId, write.view, member);
          write.count(vote);
        }
      });
  }

  private call(
    member: NodeRef,
    request: Pieces,
    trace: string | undefined,
    done: (voteAt: (place: number) => Vote) => void,
  ): void {
    const { calls, parameters } = this.context;
    const timeoutMs = parameters.replicaTimeoutMs + carryMs(sizeOf(request));
    calls.call(member, request, { timeoutMs, trace }, (error, reply) => {
      const votes = error ? [] : APPEND.readReply(reply);
      const otherwise = voteOfFailure(error);
      done((place) => votes[place] ?? otherwise);
    });
  }

  private heed(vote: Vote, keyId: Id, view: ViewName, member: NodeRef): void {
    if (vote === 'sealed') this.hooks.onSealed(keyId, view, member);
    else if (vote === 'behind') this.hooks.onBehind(keyId, member);
    else if (vote !== 'counts') this.hooks.onMissed(keyId, member);
  }
}

/** The requests that share a message; as many as one may tell of. */
function tracesOf(writes: readonly Write[]): string | undefined {
  const traces: string[] = [];
  for (const { trace } of writes) if (trace !== undefined) traces.push(trace);
  return traces.length === 0 ? undefined : traces.slice(0, TRACES_MAX).join(' ');
}

function byView(
  writes: readonly Write[],
): readonly { readonly view: View; readonly writes: Write[] }[] {
  const groups: { view: View; writes: Write[] }[] = [];
  for (const write of writes) {
    const known = groups.find(({ view }) => view === write.view);
    if (known) known.writes.push(write);
    else groups.push({ view: write.view, writes: [write] });
  }
  return groups;
}
