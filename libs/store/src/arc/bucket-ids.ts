// The buckets of ids: by their first three digits, so that a bucket is a stretch of ids.
import type { Id } from '@chord-dht/chord';
import type { Arc, Segment } from '../record/position';
import { segmentsOf } from '../record/position';

const DIGITS = 3;
const EDGE = 0xf000;
/** A ring of fewer than twelve bits has fewer. */
export const BUCKETS_MAX = 16 ** DIGITS;

export function bucketOf(id: Id): number {
  return parseInt(id.length > DIGITS ? id.slice(0, DIGITS) : id, 16);
}

/** A run of buckets that lie in an arc as a whole, or a stretch of ids within one bucket. */
export type Piece = { readonly from: number; readonly to: number } | { readonly edge: Segment };

/** An arc, clockwise; a run ends before the bucket `to`. */
export function cutAtBuckets(arc: Arc): Piece[] {
  const width = arc.toId.length;
  return segmentsOf(arc).flatMap((segment) => cutSegment(segment, width));
}

/** A bucket, or the rest of an arc at one of its ends. Two nodes give the parts of an arc the same names. */
export interface Part {
  readonly index: number;
  readonly arc: Arc;
}

/**
 * The parts of an arc, clockwise.
 * @param lastId the highest id of the ring
 */
export function partsOf(arc: Arc, lastId: Id): Part[] {
  let edges = 0;
  return cutAtBuckets(arc).flatMap((piece): Part[] => {
    if ('edge' in piece) {
      const { low, highId } = piece.edge;
      const part = { fromId: low?.keyId ?? lastId, toId: highId ?? lastId };
      return [{ index: EDGE + edges++, arc: part }];
    }
    const to = Math.min(piece.to, bucketOf(lastId) + 1);
    return Array.from({ length: Math.max(0, to - piece.from) }, (_, at) => {
      const index = piece.from + at;
      return { index, arc: arcOfBucket(index, lastId) };
    });
  });
}

/** @param lastId the highest id of the ring */
export function arcOfBucket(bucket: number, lastId: Id): Arc {
  const { length } = lastId;
  return {
    fromId: bucket === 0 ? lastId : lastIdOf(bucket - 1, length),
    toId: bucket === bucketOf(lastId) ? lastId : lastIdOf(bucket, length),
  };
}

export function segmentOfBucket(bucket: number, width: number): Segment {
  return {
    low: bucket === 0 ? null : { keyId: lastIdOf(bucket - 1, width) },
    highId: lastIdOf(bucket, width),
  };
}

function cutSegment(segment: Segment, width: number): Piece[] {
  const { low, highId } = segment;
  const first = low === null ? -1 : bucketOf(low.keyId);
  const last = highId === null ? BUCKETS_MAX : bucketOf(highId);
  if (first === last) return [{ edge: segment }];
  const pieces: Piece[] = [];
  if (low !== null && !isLastOfBucket(low.keyId))
    pieces.push({ edge: { low, highId: lastIdOf(first, width) } });
  const isWhole = highId !== null && isLastOfBucket(highId);
  const to = isWhole ? last + 1 : last;
  if (first + 1 < to) pieces.push({ from: first + 1, to });
  if (highId !== null && !isWhole)
    pieces.push({ edge: { ...segmentOfBucket(last, width), highId } });
  return pieces;
}

function isLastOfBucket(id: Id): boolean {
  for (let at = DIGITS; at < id.length; at += 1) if (id[at] !== 'f') return false;
  return true;
}

function lastIdOf(bucket: number, width: number): Id {
  const digits = Math.min(DIGITS, width);
  return bucket.toString(16).padStart(digits, '0') + 'f'.repeat(width - digits);
}
