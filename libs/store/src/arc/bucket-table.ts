// Keeps what is known of each bucket: how many records, how large, and a digest of them.
import type { StoreFigures } from './record-store';
import { hashEntry, type EntryHash } from '../record/entry-hash';
import { currentHead, trustedHead, weighRecord } from '../record/record-codec';
import { BUCKETS_MAX } from './bucket-ids';

/** The figures of a set of records; the hash is a sum over them, so it does not depend on their order. */
export interface BucketFigures {
  /** Tombstones and corrupt records included. */
  records: number;
  tombstones: number;
  /** The total size of the values. */
  bytes: number;
  /** The sum of the records' marks; a corrupt record has none. */
  high: number;
  low: number;
}

export function noFigures(): BucketFigures {
  return { records: 0, tombstones: 0, bytes: 0, high: 0, low: 0 };
}

const hash: EntryHash = { high: 0, low: 0 };

/**
 * @param isTrusted its head has just been verified
 * @returns false when the record is corrupt: then only its presence is counted
 */
export function addRecord(
  sum: BucketFigures,
  encoded: Uint8Array,
  sign: 1 | -1,
  isTrusted = false,
): boolean {
  sum.records += sign;
  const head = isTrusted ? trustedHead(encoded) : currentHead(encoded);
  const weight = head && weighRecord(head);
  if (!head || !weight) return false;
  if (weight.deleted) sum.tombstones += sign;
  sum.bytes += sign * weight.bytes;
  hashEntry(head, hash);
  sum.high = (sum.high + sign * hash.high) >>> 0;
  sum.low = (sum.low + sign * hash.low) >>> 0;
  return true;
}

export function addFigures(sum: BucketFigures, more: BucketFigures, sign: 1 | -1 = 1): void {
  sum.records += sign * more.records;
  sum.tombstones += sign * more.tombstones;
  sum.bytes += sign * more.bytes;
  sum.high = (sum.high + sign * more.high) >>> 0;
  sum.low = (sum.low + sign * more.low) >>> 0;
}

export class BucketTable {
  private readonly records = new Uint32Array(BUCKETS_MAX);
  private readonly tombstones = new Uint32Array(BUCKETS_MAX);
  private readonly bytes = new Float64Array(BUCKETS_MAX);
  private readonly high = new Uint32Array(BUCKETS_MAX);
  private readonly low = new Uint32Array(BUCKETS_MAX);
  private readonly all = noFigures();
  private readonly replaced = noFigures();

  get figures(): StoreFigures {
    const { records, tombstones, bytes } = this.all;
    return { keys: records - tombstones, bytes, tombstones };
  }

  get(bucket: number): BucketFigures {
    const figures = noFigures();
    this.read(bucket, figures);
    return figures;
  }

  /** The same without a new object. */
  read(bucket: number, into: BucketFigures): void {
    into.records = this.records[bucket] as number;
    into.tombstones = this.tombstones[bucket] as number;
    into.bytes = this.bytes[bucket] as number;
    into.high = this.high[bucket] as number;
    into.low = this.low[bucket] as number;
  }

  set(bucket: number, figures: BucketFigures): void {
    this.read(bucket, this.replaced);
    addFigures(this.all, this.replaced, -1);
    addFigures(this.all, figures);
    this.records[bucket] = figures.records;
    this.tombstones[bucket] = figures.tombstones;
    this.bytes[bucket] = figures.bytes;
    this.high[bucket] = figures.high;
    this.low[bucket] = figures.low;
  }

  /** The sum of the buckets from `from` to before `to`. */
  sum(from: number, to: number): BucketFigures {
    if (from === 0 && to === BUCKETS_MAX) return { ...this.all };
    const sum = noFigures();
    for (let bucket = from; bucket < to; bucket += 1) {
      if (this.records[bucket] !== 0) addFigures(sum, this.get(bucket));
    }
    return sum;
  }

  clear(): void {
    for (const column of [this.records, this.tombstones, this.bytes, this.high, this.low])
      column.fill(0);
    Object.assign(this.all, noFigures());
  }
}
