// Reads whole messages and records of the store from another process. Throws MALFORMED on anything invalid.
import { ChordError } from '@chord-dht/chord';
import { checkCondition } from '../record/conditions';
import {
  checkContentType,
  checkDelimiter,
  checkKey,
  checkPrefix,
  checkTtl,
  checkValue,
} from '../record/keys';
import type { Checksum } from '../record/checksum';
import type { NameMark } from '../arc/index-pages';
import type { PlacedRecord } from '../arc/record-store';
import type { KnownPlaces } from '../record/known-places';
import {
  checkRecordBytes,
  contentTypeOf,
  expiresAtMsOf,
  isDeletedIn,
  modifiedAtMsOf,
  valueSizeOf,
  versionTimeOf,
  writeCountOf,
} from '../record/record-bytes';
import { decodeRecord } from '../record/record-codec';
import { WRITES_MAX, type StoredRecord } from '../record/stored-record';
import { printVersion, type Version } from '../record/version';
import { isChangeKind, type Seen, type Stamp } from '../changes/change';
import { FieldReader, malformed, type FieldLimits } from './field-reader';
import type { WriteBytes } from './operation-bytes';
import { unpackRecords } from './packed-records';
import type {
  ChangesReply,
  ChangesRequest,
  CountReply,
  ListedKey,
  ListReply,
  ListRequest,
  NamesRequest,
  PutRequest,
  RemoveRequest,
  ToldChange,
} from './store-messages';

export interface RecordLimits extends FieldLimits {
  readonly valueBytesMax: number;
  readonly places: KnownPlaces;
  /** The checksum function of this host. */
  readonly checksum: Checksum;
  /** False for times too far ahead. */
  readonly acceptsTime: (timeMs: number) => boolean;
}

const LIST_MAX = 1_000;
const CHANGES_MAX = 1_000;
const NAMES_MAX = 10_000;

export class StoreReader extends FieldReader {
  constructor(private readonly limits: RecordLimits) {
    super(limits);
  }

  put(write: WriteBytes): PutRequest {
    const { key, value, contentType, extras, issuedMs, repeated } = write;
    this.time(issuedMs);
    return {
      key: checkKey(key),
      value: checkValue(value, this.limits.valueBytesMax),
      contentType: checkContentType(contentType),
      ttlSeconds: checkTtl(extras?.['ttlSeconds']),
      condition: checkCondition(extras?.['condition']),
      writeId: this.writeId(write.writeId),
      issuedMs,
      repeated,
    };
  }

  remove({ key, extras, writeId, issuedMs, repeated }: WriteBytes): RemoveRequest {
    this.time(issuedMs);
    return {
      key: checkKey(key),
      condition: checkCondition(extras?.['condition']),
      writeId: this.writeId(writeId),
      issuedMs,
      repeated,
    };
  }

  names(body: unknown): NamesRequest {
    const { arc, prefix, after } = this.fields(body);
    const { fromId, toId } = this.fields(arc);
    if (typeof prefix !== 'string') throw malformed('a prefix');
    return {
      arc: { fromId: this.id(fromId), toId: this.id(toId) },
      prefix: checkPrefix(prefix),
      after: this.nameMark(after),
    };
  }

  list(body: unknown): ListRequest {
    const { delimiter, limit } = this.fields(body);
    if (delimiter !== null && typeof delimiter !== 'string') throw malformed('a delimiter');
    return {
      ...this.names(body),
      delimiter: delimiter === null ? null : checkDelimiter(delimiter),
      limit: Math.min(LIST_MAX, Math.max(1, this.count(limit))),
    };
  }

  listed(body: unknown): ListReply {
    const { keys, prefixes, next, toId, ownedFrom } = this.fields(body);
    return {
      keys: this.array(keys, LIST_MAX).map((item) => this.listedKey(item)),
      prefixes: this.array(prefixes, LIST_MAX).map((prefix) => checkKey(prefix)),
      next: this.nameMark(next),
      toId: this.id(toId),
      ownedFrom: this.id(ownedFrom),
    };
  }

  counted(body: unknown): CountReply {
    const { keys, bytes, next, toId, ownedFrom } = this.fields(body);
    return {
      keys: this.count(keys),
      bytes: this.count(bytes),
      next: this.nameMark(next),
      toId: this.id(toId),
      ownedFrom: this.id(ownedFrom),
    };
  }

  changesRequest(body: unknown): ChangesRequest {
    const { filter, values, seen, waitMs, slackMs } = this.fields(body);
    const { prefix, key } = this.fields(filter);
    const { arc } = this.names({ ...this.fields(body), prefix });
    return {
      arc,
      filter: {
        prefix: checkPrefix(prefix as string),
        key: key === null || key === undefined ? null : checkKey(key),
      },
      values: values === true,
      seen: seen === null || seen === undefined ? null : this.seen(seen),
      waitMs: this.count(waitMs),
      slackMs: this.count(slackMs),
    };
  }

  changes(body: unknown): ChangesReply {
    const { toId, changes, hasGap, isAll, seen, ownedFrom } = this.fields(body);
    return {
      toId: this.id(toId),
      changes: this.array(changes, CHANGES_MAX).map((item) => this.change(item)),
      hasGap: hasGap === true,
      isAll: isAll === true,
      seen: this.seen(seen),
      ownedFrom: this.id(ownedFrom),
    };
  }

  heads(value: unknown): { key: string; version: Version }[] {
    return this.array(value, NAMES_MAX).map((item) => {
      const { key, version } = this.fields(item);
      return { key: checkKey(key), version: this.version(version) };
    });
  }

  /** @throws StoreError `CORRUPT`; ChordError `MALFORMED` for an intact record that is not acceptable */
  record(bytes: unknown): StoredRecord {
    const record = decodeRecord(this.bytes(bytes), (key) => this.limits.keyId(checkKey(key)));
    const { version, writes, contentType, value, deleted } = record;
    checkValue(value, this.limits.valueBytesMax);
    if (deleted && value.length > 0) throw malformed('a tombstone without a value');
    checkContentType(contentType);
    if (writes.length === 0 || writes.length > WRITES_MAX)
      throw malformed('the writes of a record');
    for (const known of [version, ...writes.map((write) => write.version)]) this.plausible(known);
    for (const write of writes) this.writeId(write.id);
    this.time(record.modifiedAtMs);
    if (record.expiresAtMs !== null) this.time(record.expiresAtMs);
    if (!this.limits.acceptsTime(version.timeMs)) throw tooFarAhead(record.key);
    return record;
  }

  /** The same without decoding it. @throws as `record` */
  placed(bytes: Uint8Array): PlacedRecord {
    const { valueBytesMax, checksum, places, acceptsTime } = this.limits;
    checkRecordBytes(bytes, checksum);
    const position = places.placeIn(bytes);
    checkKey(position.key);
    if (valueSizeOf(bytes) > valueBytesMax || (isDeletedIn(bytes) && valueSizeOf(bytes) > 0))
      throw malformed('a value of an allowed size');
    checkContentType(contentTypeOf(bytes));
    const writes = writeCountOf(bytes);
    if (writes === 0 || writes > WRITES_MAX) throw malformed('the writes of a record');
    const { timeMs } = versionTimeOf(bytes);
    this.time(timeMs);
    this.time(modifiedAtMsOf(bytes));
    const expiresAtMs = expiresAtMsOf(bytes);
    if (expiresAtMs !== null) this.time(expiresAtMs);
    if (!acceptsTime(timeMs)) throw tooFarAhead(position.key);
    return { position, bytes };
  }

  /** A list of records, or the same as one array of bytes. */
  records(value: unknown, most: number): PlacedRecord[] {
    const rows = Array.isArray(value)
      ? this.array(value, most).map((row) => this.bytes(row))
      : unpackRecords(this.bytes(value), most);
    return rows.map((bytes) => this.placed(bytes));
  }

  private plausible(version: Version): void {
    this.version(printVersion(version));
  }

  private change(item: unknown): ToldChange {
    const { key, kind, version, stamp, atMs, hasGap, sequence, value } = this.fields(item);
    if (!isChangeKind(kind) || typeof atMs !== 'number') throw malformed('a change');
    return {
      ...{ key: checkKey(key), kind, version: printVersion(this.version(version)) },
      ...{ stamp: this.stamp(stamp), atMs, hasGap: hasGap === true },
      sequence: this.count(sequence),
      value: value === null || value === undefined ? null : this.bytes(value),
    };
  }

  private seen(value: unknown): Seen {
    const { log, sequence, stamp } = this.fields(value);
    if (typeof log !== 'string' || !/^[0-9a-f]{1,64}$/.test(log)) throw malformed('a log');
    return { log, sequence: this.count(sequence), stamp: this.stamp(stamp) };
  }

  private stamp(value: unknown): Stamp {
    const { timeMs, counter } = this.fields(value);
    if (typeof timeMs !== 'number') throw malformed('a time');
    this.time(timeMs);
    return { timeMs, counter: this.count(counter) };
  }

  private nameMark(value: unknown): NameMark | null {
    if (value === null || value === undefined) return null;
    const { key, isWhole } = this.fields(value);
    return { key: checkKey(key), isWhole: isWhole === true };
  }

  private listedKey(item: unknown): ListedKey {
    const { key, version, bytes, contentType, modifiedAtMs, expiresAtMs } = this.fields(item);
    const isLife = expiresAtMs === null || typeof expiresAtMs === 'number';
    if (typeof contentType !== 'string' || typeof modifiedAtMs !== 'number' || !isLife)
      throw malformed('a listed key');
    return {
      key: checkKey(key),
      version: printVersion(this.version(version)),
      bytes: this.count(bytes),
      contentType,
      modifiedAtMs,
      expiresAtMs,
    };
  }
}

function tooFarAhead(key: string): ChordError {
  return new ChordError(
    'MALFORMED',
    `The version of ${key} lies too far in the future; check the clocks of the members.`,
  );
}
