import type { StoreFigures } from './record-store';
/** What a set of records amounts to; the hash is a sum over them, so it does not depend on their order. */
export interface BucketFigures {
    /** Tombstones and what is corrupt included. */
    records: number;
    tombstones: number;
    /** The sizes of the values. */
    bytes: number;
    /** The sum of the records' marks; what is corrupt has none. */
    high: number;
    low: number;
}
export declare function noFigures(): BucketFigures;
/** @returns false when the record is corrupt: then only that it is there is counted */
export declare function addRecord(sum: BucketFigures, encoded: Uint8Array, sign: 1 | -1): boolean;
export declare function addFigures(sum: BucketFigures, more: BucketFigures, sign?: 1 | -1): void;
export declare class BucketTable {
    private readonly records;
    private readonly tombstones;
    private readonly bytes;
    private readonly high;
    private readonly low;
    private readonly all;
    get figures(): StoreFigures;
    get(bucket: number): BucketFigures;
    set(bucket: number, figures: BucketFigures): void;
    /** The sum of the buckets from `from` to before `to`. */
    sum(from: number, to: number): BucketFigures;
    clear(): void;
}
