import type { Id } from '@chord-dht/chord';
import type { Arc, Segment } from '../record/position';
/** A ring of fewer than twelve bits has fewer. */
export declare const BUCKETS_MAX: number;
export declare function bucketOf(id: Id): number;
/** A run of buckets that lie in an arc as a whole, or a stretch of ids within one bucket. */
export type Piece = {
    readonly from: number;
    readonly to: number;
} | {
    readonly edge: Segment;
};
/** An arc, clockwise; a run ends before the bucket `to`. */
export declare function cutAtBuckets(arc: Arc): Piece[];
/** A bucket, or the rest of an arc at one of its ends. Two nodes name the parts of an arc alike. */
export interface Part {
    readonly index: number;
    readonly arc: Arc;
}
/**
 * The parts of an arc, clockwise.
 * @param lastId the highest id of the ring
 */
export declare function partsOf(arc: Arc, lastId: Id): Part[];
/** @param lastId the highest id of the ring */
export declare function arcOfBucket(bucket: number, lastId: Id): Arc;
export declare function segmentOfBucket(bucket: number, width: number): Segment;
