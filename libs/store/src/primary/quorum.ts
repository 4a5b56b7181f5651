// Knows how the primary of a view gets a majority of its members behind a write or a reading.
import { ChordError, codeOf, CodedError, isDefect, type Id, type NodeRef } from '@chord-dht/chord';
import type { Vote } from '../messages/byte-messages';
import { NO_QUORUM, StoreError, unavailable, type Outcome } from '../base/errors';
import type { Position } from '../record/position';
import { compareRecordVersions, isDeletedIn, versionOf } from '../record/record-bytes';
import { compareVersions, parseVersion, type Version } from '../record/version';
import { askReplica } from '../replica/ask-replica';
import { isAbsent, readableBytes, takeOver } from '../replica/local-records';
import type { ReplicaContext } from '../replica/replica-context';
import { NO_MAJORITY_MS } from '../view/blocked-arcs';
import { majorityOf, type View, type ViewName } from '../view/view';
import type { Segment } from '../view/view-map';
import type { ViewMessages } from '../view/view-messages';
import { hasView, isSealed } from '../view/view-state';
import { Confirms } from './confirms';
import { Replication, type ReplicationHooks, type TracedRecord } from './replication';
import type { Majority } from './votes';

export interface Confirmed {
  /** Encoded. */
  readonly record: Uint8Array | undefined;
  /** False when it came meanwhile, from a member or with a write that runs: nobody has confirmed it yet. */
  readonly isSure: boolean;
}

/** The request of a client that an operation belongs to. */
type Trace = string | undefined;

const UNCONFIRMED = 'No majority of the home replicas confirmed the reading.';
const READS = { outcome: 'not-applied' } as const;
const DEFECTIVE =
  'Home replicas of this key failed because of a defect of their own; their logs have the reason.';

export class Quorum {
  private readonly replication: Replication;
  private readonly confirms: Confirms;

  constructor(
    private readonly context: ReplicaContext,
    private readonly hooks: ReplicationHooks,
  ) {
    this.replication = new Replication(context, hooks);
    this.confirms = new Confirms(context, hooks);
  }

  /**
   * Writes a record here and at the other members of the view; resolves when a majority has it durably.
   * @throws StoreError `UNAVAILABLE` with outcome `unknown` when no majority answers, `not-applied`
   *   when the view is over; `STORAGE_FULL` before any other member has the record; ChordError `INTERNAL`
   *   when a defect of other members stands in the way
   */
  async write(view: View, record: TracedRecord): Promise<void> {
    const room = this.context.records.admitNow(record.bytes.length, isDeletedIn(record.bytes));
    if (room !== true) await room;
    this.requireServing(view, record.position);
    const result = await this.replication.write(view, record).catch(unlessFull);
    if (result === 'reached') return;
    throw this.failure('No majority of the home replicas confirmed the write.', {
      keyId: record.position.keyId,
      outcome: 'unknown',
      result,
    });
  }

  /**
   * Makes sure that the view is in force and that a majority of its members has what is here. Where our
   * own record cannot be read, so many others are asked that one of them has every confirmed write.
   * A later record that a member has is taken over.
   * @throws StoreError `UNAVAILABLE`, at once when the view is over, also when the only record there is cannot be
   *   read; ChordError `INTERNAL` as `write`
   */
  confirm(view: View, position: Position, trace?: string): Promise<Confirmed> {
    const segment = this.requireServing(view, position);
    const local = readableBytes(this.context, position);
    if (!this.isAnswerable(view, position, local))
      return this.confirmAtMajority(view, position, local, trace);
    return this.confirms.stands(segment, view, trace).then((result) => {
      if (result === 'reached') return { record: local, isSure: true };
      if (result === 'failed') throw this.failure(UNCONFIRMED, { ...position, ...READS, result });
      return this.confirmAtMajority(view, position, local, trace);
    });
  }

  /**
   * Makes sure that the view of all ids of an arc of the book is in force: what is read here from now on lacks
   * nothing that had been acknowledged when this was called.
   * @param toId the end of the arc
   * @throws StoreError `UNAVAILABLE`; ChordError `INTERNAL` as `write`
   */
  async confirmArc(view: View, toId: Id, trace?: string): Promise<void> {
    this.requireServing(view, { keyId: toId });
    if (view.members.length === 1) return;
    const result = await this.confirms.stands(this.context.book.at(toId), view, trace);
    if (result !== 'reached') throw this.failure(UNCONFIRMED, { keyId: toId, ...READS, result });
  }

  /**
   * True when what is here was confirmed already, so that nothing else can have been acknowledged if the view
   * stands. Whatever else is found out, the members are compared key by key.
   */
  private isAnswerable(
    { members }: View,
    position: Position,
    local: Uint8Array | undefined,
  ): boolean {
    if (members.length === 1 || this.context.unconfirmed.has(position)) return false;
    return local !== undefined || isAbsent(this.context, position);
  }

  private async confirmAtMajority(
    view: View,
    position: Position,
    local: Uint8Array | undefined,
    trace: Trace,
  ): Promise<Confirmed> {
    await this.atMajority(view, position, local, trace);
    const record = readableBytes(this.context, position);
    return { record, isSure: isSameVersion(record, local) };
  }

  private async atMajority(
    view: View,
    position: Position,
    local: Uint8Array | undefined,
    trace: Trace,
  ): Promise<void> {
    const isLost = !local && !isAbsent(this.context, position);
    if (view.members.length === 1) {
      if (isLost) throw unavailable('The only copy of this key is damaged.', 'not-applied');
      return;
    }
    const result = isLost
      ? await this.restore(view, position, trace)
      : await this.compare(view, position, local, trace);
    if (result === 'reached') return;
    throw this.failure(UNCONFIRMED, { ...position, ...READS, result });
  }

  /** @returns where the id lies in the book */
  private requireServing(view: View, { keyId }: Pick<Position, 'keyId'>): Segment {
    const { book, blocked } = this.context;
    const segment = book.at(keyId);
    const { state } = segment;
    if (!hasView(state, view) || !state.serving || isSealed(state))
      throw unavailable('Another view of this key begins.', 'not-applied');
    if (blocked.has(keyId))
      throw unavailable(
        'Too few home replicas of this key answer; /api/v1/ring names the nodes that are missing.',
        'not-applied',
        NO_QUORUM,
      );
    return segment;
  }

  private failure(
    sentence: string,
    { keyId, outcome, result }: { keyId: Id; outcome: Outcome; result: Majority },
  ): Error {
    if (result === 'failed') return new ChordError('INTERNAL', DEFECTIVE, { outcome });
    if (result !== 'silent') return unavailable(sentence, outcome);
    const { book, blocked } = this.context;
    blocked.note(book.at(keyId).arc, NO_MAJORITY_MS);
    return unavailable(sentence, outcome, NO_QUORUM);
  }

  private compare(
    view: View,
    position: Position,
    local: Uint8Array | undefined,
    trace: Trace,
  ): Promise<Majority> {
    const asked = this.others(view).map((member) => this.ask(view, member, position, local, trace));
    return reached([Promise.resolve('counts'), ...asked], majorityOf(view.members));
  }

  /** Takes the latest record of so many others that every majority with us has one of them in it. */
  private async restore(view: View, position: Position, trace: Trace): Promise<Majority> {
    const found: { readonly member: NodeRef; readonly version: Version }[] = [];
    const asked = this.others(view).map(async (member) => {
      const { vote, version } = await this.versionAt(view, member, position, trace);
      if (vote === 'counts' && version) found.push({ member, version });
      return vote;
    });
    const result = await reached(asked, view.members.length - majorityOf(view.members) + 1);
    if (result !== 'reached' || found.length === 0) return result;
    const latest = found.reduce((a, b) => (compareVersions(a.version, b.version) >= 0 ? a : b));
    await this.fetch(latest.member, position, trace);
    return readableBytes(this.context, position) ? result : 'refused';
  }

  /** Asks for the version; a member that is behind is given the record. */
  private async ask(
    view: View,
    member: NodeRef,
    position: Position,
    local: Uint8Array | undefined,
    trace: Trace,
  ): Promise<Vote> {
    const { vote, version } = await this.versionAt(view, member, position, trace);
    if (version === undefined && vote !== 'counts') return vote;
    const order = orderOf(local && versionOf(local), version);
    if (order > 0 && local)
      return this.replication.give(view, { position, bytes: local, trace }, member);
    // What a member has that does not count was never acknowledged, and goes when it is brought up to date.
    if (order < 0 && vote === 'counts') await this.fetch(member, position, trace);
    return vote;
  }

  private async versionAt(
    view: View,
    member: NodeRef,
    position: Position,
    trace: Trace,
  ): Promise<{ readonly vote: Vote; readonly version: Version | undefined }> {
    let version: Version | undefined;
    const vote = await this.vote(view, position.keyId, member, trace, async () => {
      const body = { view: nameOf(view), key: position.key };
      const reply = this.context.read.fields(await this.call(member, 'replica.read', body, trace));
      version = parseVersion(reply['version']);
      return reply;
    });
    return { vote, version };
  }

  /** A member's later record is as good as our own. */
  private async fetch(member: NodeRef, position: Position, trace: Trace): Promise<void> {
    const { read } = this.context;
    const body = { keys: [position.key] };
    const reply = read.fields(await this.call(member, 'replica.fetch', body, trace));
    const records = read.array(reply['records'], 1).map((bytes) => read.placed(read.bytes(bytes)));
    await takeOver(this.context, records);
  }

  private async vote(
    view: ViewName,
    keyId: string,
    member: NodeRef,
    trace: Trace,
    ask: () => Promise<Record<string, unknown>>,
  ): Promise<Vote> {
    try {
      if ((await ask())['counts'] === true) return 'counts';
      this.hooks.onBehind(keyId, member);
      return 'behind';
    } catch (error) {
      const code = codeOf(error);
      // A peer tells of its own; nobody waits for this promise at all times, so it must not reject.
      if (!(error instanceof CodedError))
        this.context.events.emit({ type: 'store-fault', error, ...(trace ? { trace } : {}) });
      if (isDefect(error)) return 'failed';
      if (code === 'SEALED') {
        this.hooks.onSealed(keyId, view);
        return 'sealed';
      }
      if (code === 'BUSY') return 'busy';
      if (code !== 'OTHER_VIEW') return 'none';
      this.hooks.onBehind(keyId, member);
      return 'behind';
    }
  }

  private others(view: View): NodeRef[] {
    return view.members.filter((member) => member.id !== this.context.chord.self.id);
  }

  private call<Type extends keyof ViewMessages & string>(
    member: NodeRef,
    type: Type,
    body: ViewMessages[Type]['request'],
    trace: Trace,
  ): Promise<unknown> {
    const { replicaTimeoutMs: timeoutMs } = this.context.parameters;
    return askReplica(this.context, member, type, body, { timeoutMs, trace });
  }
}

/** Other members have been sent the record by now. */
function unlessFull(error: unknown): never {
  if (codeOf(error) !== 'STORAGE_FULL') throw error;
  throw new StoreError('STORAGE_FULL', (error as Error).message, { outcome: 'unknown' });
}

function nameOf({ epoch, lineage }: ViewName): ViewName {
  return { epoch, lineage };
}

function isSameVersion(a: Uint8Array | undefined, b: Uint8Array | undefined): boolean {
  return a && b ? compareRecordVersions(a, b) === 0 : a === b;
}

function orderOf(local: Version | undefined, there: Version | undefined): number {
  if (!local || !there) return local ? 1 : there ? -1 : 0;
  return compareVersions(local, there);
}

/** Resolves as soon as so many count, or cannot any more. */
function reached(votes: readonly Promise<Vote>[], needed: number): Promise<Majority> {
  return new Promise((resolve, reject) => {
    let counting = 0;
    let silent = 0;
    let failed = 0;
    let open = votes.length;
    for (const vote of votes) {
      vote.then((outcome) => {
        open -= 1;
        if (outcome === 'counts') counting += 1;
        if (outcome === 'none') silent += 1;
        if (outcome === 'failed') failed += 1;
        if (counting >= needed) resolve('reached');
        else if (votes.length - silent < needed) resolve('silent');
        else if (votes.length - silent - failed < needed) resolve('failed');
        else if (counting + open < needed) resolve('refused');
      }, reject);
    }
  });
}
