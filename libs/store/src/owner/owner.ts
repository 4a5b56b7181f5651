// Knows what the owner of a key does: one operation on it at a time, versions, conditions, expiry.
import type { Id } from '@chord-dht/chord';
import { StoreError, unavailable } from '../errors';
import type { Intake } from '../movement/intake';
import type { PutReply, PutRequest, RemoveReply, RemoveRequest } from '../messages/store-messages';
import type { Position } from '../range/position';
import { isLive, writesAfter, type StoredRecord } from '../record/stored-record';
import { printVersion } from '../record/version';
import { readableRecord, type StoreContext } from '../store-context';
import { requireCondition, type Condition } from './conditions';

export interface Found {
  /** `null` when a client sees none. */
  readonly record: StoredRecord | null;
  readonly ownedFrom: Id;
}

const NOTHING = new Uint8Array(0);
const SECOND_MS = 1_000;

export class Owner {
  constructor(
    private readonly context: StoreContext,
    private readonly intake: Intake,
  ) {}

  /**
   * All of these: @param deadlineAtMs the node's monotonic time after which nothing is changed any more
   * @throws StoreError as `Authority.refusal`, the condition, `STORAGE_FULL`, `CORRUPT`
   */
  put(request: PutRequest, deadlineAtMs: number): Promise<PutReply> {
    const position = this.positionOf(request.key);
    return this.context.queue.run(position, async () => {
      const before = await this.latest(position, deadlineAtMs, request.condition);
      const repeated = before?.writes.find((write) => write.id === request.writeId);
      const ownedFrom = this.context.authority.servedFrom(position.keyId);
      if (repeated) {
        return { version: printVersion(repeated.version), created: repeated.created, ownedFrom };
      }
      const present = this.seen(before);
      requireCondition(request.condition, present);
      const wallMs = this.wallMs();
      const expiresAtMs =
        request.ttlSeconds === null ? null : wallMs + request.ttlSeconds * SECOND_MS;
      const { value, contentType, writeId } = request;
      const changed = { value, contentType, expiresAtMs, deleted: false, modifiedAtMs: wallMs };
      const record = await this.write(position, before, changed, writeId, !present);
      return { version: printVersion(record.version), created: !present, ownedFrom };
    });
  }

  /** A key that is not there is not removed, and leaves no tombstone. */
  remove(request: RemoveRequest, deadlineAtMs: number): Promise<RemoveReply> {
    const position = this.positionOf(request.key);
    return this.context.queue.run(position, async () => {
      const before = await this.latest(position, deadlineAtMs, request.condition);
      const ownedFrom = this.context.authority.servedFrom(position.keyId);
      if (before?.writes.some((write) => write.id === request.writeId))
        return { removed: true, ownedFrom };
      const present = this.seen(before);
      requireCondition(request.condition, present);
      if (!present) return { removed: false, ownedFrom };
      const changed = {
        value: NOTHING,
        contentType: '',
        expiresAtMs: null,
        deleted: true,
        modifiedAtMs: this.wallMs(),
      };
      await this.write(position, before, changed, request.writeId, false);
      return { removed: true, ownedFrom };
    });
  }

  get(key: string, deadlineAtMs: number): Promise<Found> {
    const position = this.positionOf(key);
    const read = async (): Promise<Found> => {
      this.admit(position, deadlineAtMs);
      const local = this.context.records.get(position.keyId, key);
      const latest = await this.intake.latest(position, local, deadlineAtMs);
      const ownedFrom = this.context.authority.servedFrom(position.keyId);
      return { record: this.seen(latest) ?? null, ownedFrom };
    };
    // A write that runs may be visible already and not durable yet: wait for it.
    return this.context.queue.busy(key) ? this.context.queue.run(position, read) : read();
  }

  private async latest(
    position: Position,
    deadlineAtMs: number,
    condition: Condition | null,
  ): Promise<StoredRecord | undefined> {
    this.admit(position, deadlineAtMs);
    // A write without a condition mends a record that is corrupt.
    const local = condition
      ? this.context.records.get(position.keyId, position.key)
      : readableRecord(this.context, position);
    const latest = await this.intake.latest(position, local, deadlineAtMs);
    // Asking took time, in which the right to answer may have gone.
    this.admit(position, deadlineAtMs);
    return latest;
  }

  private admit({ keyId }: Position, deadlineAtMs: number): void {
    const refusal = this.context.authority.refusal(keyId);
    if (refusal) throw refusal;
    if (this.context.chord.clock.nowMs() > deadlineAtMs) {
      throw unavailable('The operation waited too long for its turn.', 'not-applied');
    }
  }

  private seen(record: StoredRecord | undefined): StoredRecord | undefined {
    return record && isLive(record, this.wallMs()) ? record : undefined;
  }

  private async write(
    position: Position,
    before: StoredRecord | undefined,
    changed: Pick<
      StoredRecord,
      'value' | 'contentType' | 'expiresAtMs' | 'deleted' | 'modifiedAtMs'
    >,
    writeId: string,
    created: boolean,
  ): Promise<StoredRecord> {
    if (before && !this.context.clock.accepts(before.version.timeMs)) {
      throw new StoreError(
        'UNAVAILABLE',
        'The clock of this node is more than a day behind the version that is there.',
        { outcome: 'not-applied' },
      );
    }
    const version = await this.context.clock.next(before?.version);
    const writes = writesAfter(before?.writes ?? [], { id: writeId, version, created });
    const record = { ...position, ...changed, version, writes };
    await this.context.records.write({ put: [record] });
    return record;
  }

  private positionOf(key: string): Position {
    return { keyId: this.context.chord.keyId(key), key };
  }

  private wallMs(): number {
    return Math.floor(this.context.chord.clock.wallMs());
  }
}
