// Knows how the primary of a view gets a majority of its members behind a write or a reading.
import { codeOf, type Id, type NodeRef } from '@chord-dht/chord';
import type { Vote } from '../messages/byte-messages';
import { NO_QUORUM, StoreError, unavailable, type Outcome } from '../errors';
import type { Position } from '../range/position';
import type { PlacedRecord } from '../ports/record-store';
import { compareRecordVersions, versionOf } from '../record/record-bytes';
import { compareVersions, parseVersion, type Version } from '../record/version';
import { askReplica } from '../replica/ask-replica';
import { isAbsent, readableBytes, takeOver } from '../replica/local-records';
import type { ReplicaContext } from '../replica/replica-context';
import { NO_MAJORITY_MS } from '../views/blocked-arcs';
import { majorityOf, type View, type ViewName } from '../views/view';
import type { ViewMessages } from '../views/view-messages';
import { hasView, isSealed } from '../views/view-state';
import { Confirms } from './confirms';
import { Replication, type ReplicationHooks } from './replication';
import type { Majority } from './votes';

export interface Confirmed {
  /** Encoded. */
  readonly record: Uint8Array | undefined;
  /** False when it came meanwhile, from a member or with a write that runs: nobody has confirmed it yet. */
  readonly isSure: boolean;
}

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
   *   when the view is over; `STORAGE_FULL` before any other member has the record
   */
  async write(view: View, record: PlacedRecord): Promise<void> {
    const room = this.context.records.admitNow(record.bytes.length);
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
   * @throws StoreError `UNAVAILABLE`, also when the only record there is cannot be read
   */
  async confirm(view: View, position: Position): Promise<Confirmed> {
    this.requireServing(view, position);
    const local = readableBytes(this.context, position);
    if (await this.stands(view, position, local)) return { record: local, isSure: true };
    await this.atMajority(view, position, local);
    const record = readableBytes(this.context, position);
    return { record, isSure: isSameVersion(record, local) };
  }

  /**
   * True when what is here was confirmed already and the view stands: nothing else can have been
   * acknowledged. Whatever else is found out, the members are compared key by key.
   */
  private async stands(
    view: View,
    position: Position,
    local: Uint8Array | undefined,
  ): Promise<boolean> {
    const { book, unconfirmed } = this.context;
    if (view.members.length === 1 || unconfirmed.has(position.key)) return false;
    if (!local && !isAbsent(this.context, position)) return false;
    return (await this.confirms.stands(book.at(position.keyId), view)) === 'reached';
  }

  private async atMajority(
    view: View,
    position: Position,
    local: Uint8Array | undefined,
  ): Promise<void> {
    const isLost = !local && !isAbsent(this.context, position);
    if (view.members.length === 1) {
      if (isLost) throw unavailable('The only copy of this key is damaged.', 'not-applied');
      return;
    }
    const result = isLost
      ? await this.restore(view, position)
      : await this.compare(view, position, local);
    if (result === 'reached') return;
    throw this.failure('No majority of the home replicas confirmed the reading.', {
      keyId: position.keyId,
      outcome: 'not-applied',
      result,
    });
  }

  private requireServing(view: View, { keyId }: Position): void {
    const { book, blocked } = this.context;
    const { state } = book.at(keyId);
    if (!hasView(state, view) || !state.serving || isSealed(state))
      throw unavailable('Another view of this key begins.', 'not-applied');
    if (blocked.has(keyId))
      throw unavailable('Too few home replicas of this key answer.', 'not-applied', NO_QUORUM);
  }

  private failure(
    sentence: string,
    { keyId, outcome, result }: { keyId: Id; outcome: Outcome; result: Majority },
  ): Error {
    if (result !== 'silent') return unavailable(sentence, outcome);
    const { book, blocked } = this.context;
    blocked.note(book.at(keyId).arc, NO_MAJORITY_MS);
    return unavailable(sentence, outcome, NO_QUORUM);
  }

  private compare(
    view: View,
    position: Position,
    local: Uint8Array | undefined,
  ): Promise<Majority> {
    const asked = this.others(view).map((member) => this.ask(view, member, position, local));
    return reached([Promise.resolve('counts'), ...asked], majorityOf(view.members));
  }

  /** Takes the latest record of so many others that every majority with us has one of them in it. */
  private async restore(view: View, position: Position): Promise<Majority> {
    const found: { readonly member: NodeRef; readonly version: Version }[] = [];
    const asked = this.others(view).map(async (member) => {
      const { vote, version } = await this.versionAt(view, member, position);
      if (vote === 'counts' && version) found.push({ member, version });
      return vote;
    });
    const result = await reached(asked, view.members.length - majorityOf(view.members) + 1);
    if (result !== 'reached' || found.length === 0) return result;
    const latest = found.reduce((a, b) => (compareVersions(a.version, b.version) >= 0 ? a : b));
    await this.fetch(latest.member, position);
    return readableBytes(this.context, position) ? result : 'refused';
  }

  /** Asks for the version; a member that is behind is given the record. */
  private async ask(
    view: View,
    member: NodeRef,
    position: Position,
    local: Uint8Array | undefined,
  ): Promise<Vote> {
    const { vote, version } = await this.versionAt(view, member, position);
    if (version === undefined && vote !== 'counts') return vote;
    const order = orderOf(local && versionOf(local), version);
    if (order > 0 && local) return this.replication.give(view, { position, bytes: local }, member);
    // What a member has that does not count was never acknowledged, and goes when it is brought up to date.
    if (order < 0 && vote === 'counts') await this.fetch(member, position);
    return vote;
  }

  private async versionAt(
    view: View,
    member: NodeRef,
    position: Position,
  ): Promise<{ readonly vote: Vote; readonly version: Version | undefined }> {
    let version: Version | undefined;
    const vote = await this.vote(view, position.keyId, member, async () => {
      const body = { view: nameOf(view), key: position.key };
      const reply = this.context.read.fields(await this.call(member, 'replica.read', body));
      version = parseVersion(reply['version']);
      return reply;
    });
    return { vote, version };
  }

  /** A member's later record is as good as our own. */
  private async fetch(member: NodeRef, position: Position): Promise<void> {
    const { read } = this.context;
    const reply = read.fields(await this.call(member, 'replica.fetch', { keys: [position.key] }));
    const records = read.array(reply['records'], 1).map((bytes) => read.record(bytes));
    await takeOver(this.context, records);
  }

  private async vote(
    view: ViewName,
    keyId: string,
    member: NodeRef,
    ask: () => Promise<Record<string, unknown>>,
  ): Promise<Vote> {
    try {
      if ((await ask())['counts'] === true) return 'counts';
      this.hooks.onBehind(keyId, member);
      return 'behind';
    } catch (error) {
      const code = codeOf(error);
      if (code === 'SEALED') {
        this.hooks.onSealed(keyId, view);
        return 'sealed';
      }
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
  ): Promise<unknown> {
    return askReplica(this.context, member, type, body, this.context.parameters.replicaTimeoutMs);
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
    let open = votes.length;
    for (const vote of votes) {
      vote.then((outcome) => {
        open -= 1;
        if (outcome === 'counts') counting += 1;
        if (outcome === 'none') silent += 1;
        if (counting >= needed) resolve('reached');
        else if (votes.length - silent < needed) resolve('silent');
        else if (counting + open < needed) resolve('refused');
      }, reject);
    }
  });
}
