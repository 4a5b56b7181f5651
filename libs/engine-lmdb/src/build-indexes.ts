// Makes the indexes of a directory complete before it is used: with the names that were late when its process died,
// or all of them, where there are none yet or its records were changed by a version without them.
import type { Database } from 'lmdb';
import { setImmediate } from 'node:timers/promises';
import type { KeptFigures } from './kept-figures';
import { LATE_BUCKETS, parseBuckets } from './late-buckets';
import type { RecordIndexes } from './record-indexes';
import type { ByteRange, RecordNames } from './record-names';

const SLICE_MS = 4;
/** At most this many entries wait for their commit. */
const COMMIT_EVERY = 20_000;
const NAMES_A_SLICE = 1_000;
const PROGRESS_EVERY = 100_000;
const BUILT = 'indexes';
const FORMAT = '1';

/** @param done of `total` records */
export type OnProgress = (done: number, total: number) => void;

export interface IndexBuild {
  readonly records: Database<Buffer, Buffer>;
  readonly state: Database<string, string>;
  readonly indexes: RecordIndexes;
  readonly names: RecordNames;
  /** Of the records. */
  readonly figures: KeptFigures;
  readonly onProgress: OnProgress;
}

/** Gives way to others between slices. Resolves when the indexes are committed. */
export async function buildIndexes(build: IndexBuild): Promise<void> {
  const { state, indexes, names, figures } = build;
  const { keys, tombstones } = figures.table.figures;
  const isBuilt = state.get(BUILT) === FORMAT;
  const late = parseBuckets(state.get(LATE_BUCKETS) ?? '');
  if (isBuilt && late.length > 0) {
    const total = late.reduce((sum, bucket) => sum + figures.table.get(bucket).records, 0);
    await addRecords(
      build,
      late.map((bucket) => names.rangeOfBucket(bucket)),
      total,
    );
    await state.remove(LATE_BUCKETS);
  }
  if (isBuilt && indexes.listedCount === keys) return;
  void state.remove(BUILT);
  void state.remove(LATE_BUCKETS);
  indexes.clear();
  await addRecords(build, [{}], keys + tombstones);
  await state.put(BUILT, FORMAT);
}

/** Those that the indexes know already stay as they are. */
async function addRecords(
  { records, indexes, onProgress }: IndexBuild,
  ranges: readonly ByteRange[],
  total: number,
): Promise<void> {
  if (total > 0) onProgress(0, total);
  let done = 0;
  let told = 0;
  let waiting = 0;
  const giveWay = async (listed: number): Promise<void> => {
    waiting += listed;
    if (waiting < COMMIT_EVERY) return setImmediate();
    await records.committed;
    waiting = 0;
  };
  for (const range of ranges) {
    for (let rest: ByteRange | undefined = range; rest;) {
      const { last, count } = addSlice(records, indexes, rest);
      rest = last && { ...range, start: last, exclusiveStart: true };
      done += count;
      await giveWay(list(indexes, indexes.late.surplus));
      if (done - told >= PROGRESS_EVERY) {
        told = done;
        onProgress(done, total);
      }
    }
  }
  while (indexes.late.size > 0) await giveWay(list(indexes, NAMES_A_SLICE));
  if (total > 0 && told < done) onProgress(done, total);
}

/** Readers do not use them until all are there. @returns how many were added */
function list(indexes: RecordIndexes, most: number): number {
  const names = indexes.listLate(most);
  indexes.late.settle(names);
  return names.count;
}

/** @returns the last key that was looked at; `undefined` at the end of the range */
function addSlice(
  records: Database<Buffer, Buffer>,
  indexes: RecordIndexes,
  range: ByteRange,
): { readonly last: Buffer | undefined; readonly count: number } {
  let count = 0;
  const untilMs = performance.now() + SLICE_MS;
  for (const { key, value } of records.getRange(range)) {
    indexes.add(key, value);
    count += 1;
    if (performance.now() > untilMs) return { last: key, count };
  }
  return { last: undefined, count };
}
