// Builds the indexes of a directory that has none yet, or whose records were changed by a version without them.
import type { Database } from 'lmdb';
import { setImmediate } from 'node:timers/promises';
import type { RecordIndexes } from './record-indexes';

const SLICE_MS = 4;
/** So many entries wait for their commit at most. */
const COMMIT_EVERY = 20_000;
const PROGRESS_EVERY = 100_000;
const BUILT = 'indexes';
const FORMAT = '1';

/** @param done of `total` records */
export type OnProgress = (done: number, total: number) => void;

export interface IndexBuild {
  readonly records: Database<Buffer, Buffer>;
  readonly state: Database<string, string>;
  readonly indexes: RecordIndexes;
  /** How many names the indexes have to list. */
  readonly keys: number;
  /** How many records there are. */
  readonly total: number;
  readonly onProgress: OnProgress;
}

/** Gives way to others between slices. Resolves when the indexes are committed. */
export async function buildIndexes(build: IndexBuild): Promise<void> {
  const { records, state, indexes, keys, total, onProgress } = build;
  if (state.get(BUILT) === FORMAT && indexes.listedCount === keys) return;
  if (total > 0) onProgress(0, total);
  void state.remove(BUILT);
  indexes.clear();
  let after: Buffer | undefined;
  let done = 0;
  let told = 0;
  let waiting = 0;
  do {
    const slice = indexSlice(records, indexes, after);
    after = slice.last;
    done += slice.count;
    waiting += slice.count;
    if (waiting >= COMMIT_EVERY) {
      await records.committed;
      waiting = 0;
    } else await setImmediate();
    if (done - told >= PROGRESS_EVERY) {
      told = done;
      onProgress(done, total);
    }
  } while (after);
  await state.put(BUILT, FORMAT);
  if (total > 0 && told < done) onProgress(done, total);
}

/** @returns the last key that was looked at; `undefined` at the end */
function indexSlice(
  records: Database<Buffer, Buffer>,
  indexes: RecordIndexes,
  after: Buffer | undefined,
): { readonly last: Buffer | undefined; readonly count: number } {
  const untilMs = performance.now() + SLICE_MS;
  const range = after ? { start: after, exclusiveStart: true } : {};
  let count = 0;
  for (const { key, value } of records.getRange(range)) {
    indexes.add(key, value);
    count += 1;
    if (performance.now() > untilMs) return { last: key, count };
  }
  return { last: undefined, count };
}
