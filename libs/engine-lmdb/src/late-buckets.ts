// Counts, for each bucket of ids, the records whose names are late. What this says is committed together with the
// records, so that a start after a crash lists the names of those few buckets, and not all.
import { BUCKETS_MAX } from '@chord-dht/store';

/** The entry of the state that names the buckets; missing when no name is late. */
export const LATE_BUCKETS = 'late-names';

export class LateBuckets {
  private readonly counts = new Uint32Array(BUCKETS_MAX);
  private hasChanged = false;

  add(bucket: number): void {
    const count = this.counts[bucket] as number;
    this.counts[bucket] = count + 1;
    if (count === 0) this.hasChanged = true;
  }

  remove(bucket: number): void {
    const count = this.counts[bucket] as number;
    this.counts[bucket] = count - 1;
    if (count === 1) this.hasChanged = true;
  }

  clear(): void {
    if (this.counts.some((count) => count > 0)) this.hasChanged = true;
    this.counts.fill(0);
  }

  /** The runs of buckets that have some, as `parseBuckets` reads them; `undefined` when they are the same as last time. */
  takeChanged(): string | undefined {
    if (!this.hasChanged) return undefined;
    this.hasChanged = false;
    const runs: string[] = [];
    for (let from = 0; from < BUCKETS_MAX; from += 1) {
      if (this.counts[from] === 0) continue;
      const first = from;
      while (from + 1 < BUCKETS_MAX && this.counts[from + 1] !== 0) from += 1;
      runs.push(`${first}-${from}`);
    }
    return runs.join(' ');
  }
}

/** What cannot be read names no bucket: whoever misses a name then makes the index anew. */
export function parseBuckets(text: string): number[] {
  return text.split(' ').flatMap((run) => {
    const [, first, last] = /^(\d+)-(\d+)$/.exec(run) ?? [];
    if (first === undefined || Number(last) >= BUCKETS_MAX) return [];
    const from = Number(first);
    return Array.from({ length: Math.max(0, Number(last) + 1 - from) }, (_, at) => from + at);
  });
}
