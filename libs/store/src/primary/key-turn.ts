// An operation of a key's primary in its turn: the record it builds on, the condition, the version, expiry.
import { codeOf } from '@chord-dht/chord';
import { FORGOTTEN, StoreError } from '../base/errors';
import type {
  PutReply,
  PutRequest,
  RemoveReply,
  RemoveRequest,
  WriteIdentity,
} from '../messages/store-messages';
import type { TtlSeconds } from '../record/keys';
import type { Position } from '../record/position';
import { composeRecord, type NewRecord } from '../record/compose';
import {
  expiresAtMsOf,
  findWrite,
  isLiveIn,
  modifiedAtMsOf,
  versionOf,
  versionTimeOf,
  writesOf,
} from '../record/record-bytes';
import { remembersSince, type AppliedWrite } from '../record/stored-record';
import { compareVersions, printVersion, type Version } from '../record/version';
import { isNamed, isOtherRequest } from '../record/write-id';
import { isAbsent, readableBytes } from '../replica/local-records';
import type { ReplicaContext } from '../replica/replica-context';
import type { StoreContext } from './store-context';
import { admit, KeyReading, type RecordDone } from './key-reading';
import type { QuorumRounds } from './quorum-rounds';
import { requireCondition, type Condition } from '../record/conditions';
import type { Worker } from './key-queue';
import type { OperationContext } from './operation-context';

const NOTHING = new Uint8Array(0);
const SECOND_MS = 1_000;
const OTHER_REQUEST =
  'The name of this write (Idempotency-Key) was given to another write of this key; ' +
  'give every write a name of its own.';

export class KeyTurn {
  readonly puts: Worker<PutRequest, PutReply> = {
    work: (at, request, operation) => this.put(at, request, operation),
  };
  readonly removals: Worker<RemoveRequest, RemoveReply> = {
    work: (at, request, operation) => this.remove(at, request, operation),
  };

  constructor(
    private readonly context: StoreContext & Pick<ReplicaContext, 'unconfirmed'>,
    private readonly quorum: QuorumRounds,
  ) {}

  private async put(
    position: Position,
    request: PutRequest,
    operation: OperationContext,
  ): Promise<PutReply> {
    try {
      const known = this.latest(position, operation, request.condition !== null);
      const before = known instanceof Promise ? await known : known;
      const repeated = this.earlier(before, request);
      const ownedFrom = this.context.authority.servedFrom(position.keyId);
      if (repeated) return replayOf(repeated, before, ownedFrom);
      const present = this.seen(before);
      this.requireCondition(request.condition, present);
      const wallMs = this.wallMs();
      const expiresAtMs = endOf(request.ttlSeconds, present, wallMs);
      const { value, contentType, writeId } = request;
      const changed = {
        value,
        contentType,
        expiresAtMs,
        deleted: false,
        modifiedAtMs: wallMs,
        writeId,
        created: !present,
      };
      const begun = this.write(position, before, changed, operation);
      const { version, mark, done } = begun instanceof Promise ? await begun : begun;
      await done;
      this.context.unconfirmed.clear(position, mark);
      const created = !present;
      return { version: printVersion(version), created, expiresAtMs, replayed: false, ownedFrom };
    } catch (error) {
      throw this.inDoubt(position, request, error);
    }
  }

  /** A key that is not there is not removed, and leaves no tombstone. */
  private async remove(
    position: Position,
    request: RemoveRequest,
    operation: OperationContext,
  ): Promise<RemoveReply> {
    try {
      const before = await this.latest(position, operation, true);
      const ownedFrom = this.context.authority.servedFrom(position.keyId);
      const repeated = this.earlier(before, request);
      if (repeated) return { removed: true, replayed: repeated.replayed, ownedFrom };
      const present = this.seen(before);
      this.requireCondition(request.condition, present);
      if (!present) return { removed: false, replayed: false, ownedFrom };
      const changed = {
        value: NOTHING,
        contentType: '',
        expiresAtMs: null,
        deleted: true,
        modifiedAtMs: this.wallMs(),
        writeId: request.writeId,
        created: false,
      };
      const { mark, done } = await this.write(position, before, changed, operation);
      await done;
      this.context.unconfirmed.clear(position, mark);
      return { removed: true, replayed: false, ownedFrom };
    } catch (error) {
      throw this.inDoubt(position, request, error);
    }
  }

  /** What lies there, confirmed. */
  read(position: Position, operation: OperationContext, done: RecordDone): void {
    new KeyReading(this.context, this.quorum, position, operation, done).begin();
  }

  /** A write that an earlier attempt has brought here may still take effect, whatever becomes of this one. */
  private inDoubt(position: Position, identity: WriteIdentity, error: unknown): unknown {
    const here = readableBytes(this.context, position);
    const isHere = here !== undefined && findWrite(here, identity.writeId) !== undefined;
    if (!isHere || codeOf(error) !== 'UNAVAILABLE') return error;
    const { message, detail } = error as StoreError;
    return new StoreError('UNAVAILABLE', message, { ...(detail as object), outcome: 'unknown' });
  }

  /**
   * What a write builds on. The primary has every confirmed write of its view itself, and knows it at once; it has to
   * ask when the answer may depend on the record alone, when its own last write was not confirmed, and when its own
   * record cannot be read.
   */
  private latest(
    position: Position,
    operation: OperationContext,
    decides: boolean,
  ): Uint8Array | undefined | Promise<Uint8Array | undefined> {
    const { members } = admit(this.context, position, operation);
    // The only record there is may be replaced, though it cannot be read.
    const local = readableBytes(this.context, position);
    const isLost = !local && members.length > 1 && !isAbsent(this.context, position);
    return decides || isLost || this.context.unconfirmed.has(position)
      ? this.confirmed(position, operation)
      : local;
  }

  /** The same with a promise. */
  confirmed(position: Position, operation: OperationContext): Promise<Uint8Array | undefined> {
    return new Promise((resolve, reject) => {
      this.read(position, operation, (error, record) => (error ? reject(error) : resolve(record)));
    });
  }

  /**
   * The same write, applied by an earlier attempt.
   * @throws StoreError `UNAVAILABLE` when it may have been applied and so many others since then that
   *   it is forgotten: done again it would undo those. `OTHER_REQUEST` when a client has given its name to
   *   another write
   */
  private earlier(
    before: Uint8Array | undefined,
    { writeId, issuedMs, repeated }: WriteIdentity,
  ): Repeated | undefined {
    const { clock } = this.context;
    clock.observe(issuedMs);
    const write = before && findWrite(before, writeId);
    // An attempt of this very request has a version that is not before the beginning of it.
    if (write) return { write, replayed: !repeated || write.version.timeMs < issuedMs };
    const writes = before && (repeated || isNamed(writeId)) ? writesOf(before) : [];
    if (writes.some(({ id }) => isOtherRequest(writeId, id)))
      throw new StoreError('OTHER_REQUEST', OTHER_REQUEST);
    if (!repeated) return undefined;
    if (clock.accepts(issuedMs) && remembersSince(writes, issuedMs)) return undefined;
    throw new StoreError('UNAVAILABLE', 'An earlier attempt may have been applied.', FORGOTTEN);
  }

  private seen(record: Uint8Array | undefined): Uint8Array | undefined {
    return record && isLiveIn(record, this.wallMs()) ? record : undefined;
  }

  private requireCondition(condition: Condition | null, present: Uint8Array | undefined): void {
    if (!condition) return;
    requireCondition(
      condition,
      present && { version: versionOf(present), modifiedAtMs: modifiedAtMsOf(present) },
    );
  }

  private write(
    position: Position,
    before: Uint8Array | undefined,
    changed: Changed,
    operation: OperationContext,
  ): Begun | Promise<Begun> {
    const { clock } = this.context;
    const last = before && versionTimeOf(before);
    if (last && !clock.accepts(last.timeMs)) {
      throw new StoreError(
        'UNAVAILABLE',
        'The clock of this node is more than a day behind the version that is there.',
        { outcome: 'not-applied' },
      );
    }
    const begin = (version: Version): Begun =>
      this.begin(position, newRecord(position, changed, version, before), operation);
    const next = clock.next(last);
    return next instanceof Promise ? next.then(begin) : begin(next);
  }

  private begin(position: Position, record: NewRecord, { trace }: OperationContext): Begun {
    const { records, authority, unconfirmed } = this.context;
    const bytes = composeRecord(record, records.checksum);
    const view = authority.viewOf(position.keyId);
    const mark = unconfirmed.mark(position);
    const done = this.quorum.write(view, { position, bytes, trace });
    return { version: record.version, mark, done };
  }

  private wallMs(): number {
    return Math.floor(this.context.chord.clock.wallMs());
  }
}

/** A write that is on its way to a majority. */
interface Begun {
  readonly version: Version;
  /** Of the key, which is unconfirmed until it is done. */
  readonly mark: number;
  readonly done: Promise<void>;
}

/** A write that an earlier attempt has done. */
interface Repeated {
  readonly write: AppliedWrite;
  readonly replayed: boolean;
}

function replayOf(
  { write: { version, created }, replayed }: Repeated,
  before: Uint8Array | undefined,
  ownedFrom: PutReply['ownedFrom'],
): PutReply {
  const isPresent = before !== undefined && compareVersions(versionOf(before), version) === 0;
  const expiresAtMs = isPresent ? expiresAtMsOf(before) : undefined;
  return { version: printVersion(version), created, expiresAtMs, replayed, ownedFrom };
}

/** What a write makes of the record before it. */
type Changed = Omit<NewRecord, 'key' | 'keyId' | 'version' | 'before'>;

function newRecord(
  { keyId, key }: Position,
  { value, contentType, expiresAtMs, deleted, modifiedAtMs, writeId, created }: Changed,
  version: Version,
  before: Uint8Array | undefined,
): NewRecord {
  return {
    keyId,
    key,
    value,
    contentType,
    version,
    expiresAtMs,
    deleted,
    modifiedAtMs,
    writeId,
    created,
    before,
  };
}

/** When a value ends that is put now, in place of `present`. */
function endOf(
  ttlSeconds: TtlSeconds | null,
  present: Uint8Array | undefined,
  wallMs: number,
): number | null {
  if (ttlSeconds === null) return null;
  if (ttlSeconds === 'keep') return present ? expiresAtMsOf(present) : null;
  return wallMs + ttlSeconds * SECOND_MS;
}
