// Knows how the ids of a ring fall into buckets: by their first three digits, so that a bucket is a stretch of ids.
import type { Id } from '@chord-dht/chord';
import type { Arc, Segment } from '../range/position';
import { segmentsOf } from '../range/position';

const DIGITS = 3;
/** A ring of fewer than twelve bits has fewer. */
export const BUCKETS_MAX = 16 ** DIGITS;

export function bucketOf(id: Id): number {
  return parseInt(id.length > DIGITS ? id.slice(0, DIGITS) : id, 16);
}

/** A run of buckets that lie in an arc as a whole, and the rest of it. */
export interface Cut {
  /** From the first to before the second. */
  readonly runs: readonly (readonly [from: number, to: number])[];
  readonly edges: readonly Segment[];
}

export function cutAtBuckets(arc: Arc): Cut {
  const runs: [number, number][] = [];
  const edges: Segment[] = [];
  for (const segment of segmentsOf(arc)) cutSegment(segment, arc.toId.length, runs, edges);
  return { runs, edges };
}

/** The ids of a bucket. */
export function arcOfBucket(bucket: number, width: number): Arc {
  const before = bucket === 0 ? 'f'.repeat(width) : lastIdOf(bucket - 1, width);
  return { fromId: before, toId: lastIdOf(bucket, width) };
}

export function segmentOfBucket(bucket: number, width: number): Segment {
  return {
    low: bucket === 0 ? null : { keyId: lastIdOf(bucket - 1, width) },
    highId: lastIdOf(bucket, width),
  };
}

function cutSegment(
  segment: Segment,
  width: number,
  runs: [number, number][],
  edges: Segment[],
): void {
  const { low, highId } = segment;
  const first = low === null ? -1 : bucketOf(low.keyId);
  const last = highId === null ? BUCKETS_MAX : bucketOf(highId);
  if (first === last) {
    edges.push(segment);
    return;
  }
  if (low !== null && !isLastOfBucket(low.keyId))
    edges.push({ low, highId: lastIdOf(first, width) });
  const isWhole = highId !== null && isLastOfBucket(highId);
  const run: [number, number] = [first + 1, isWhole ? last + 1 : last];
  if (run[0] < run[1]) runs.push(run);
  if (highId !== null && !isWhole) edges.push({ ...segmentOfBucket(last, width), highId });
}

function isLastOfBucket(id: Id): boolean {
  for (let at = DIGITS; at < id.length; at += 1) if (id[at] !== 'f') return false;
  return true;
}

function lastIdOf(bucket: number, width: number): Id {
  const digits = Math.min(DIGITS, width);
  return bucket.toString(16).padStart(digits, '0') + 'f'.repeat(width - digits);
}
