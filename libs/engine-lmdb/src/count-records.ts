// Counts the records of a directory that has no figures yet, once.
import { addRecord, bucketOf } from '@chord-dht/store';
import type { Database } from 'lmdb';
import { setImmediate } from 'node:timers/promises';
import { FigureRows } from './figure-rows';
import type { KeptFigures } from './kept-figures';
import type { RecordNames } from './record-names';

const SLICE_MS = 4;

/** Gives way to others between slices. Resolves when the figures are committed. */
export async function countRecords(
  records: Database<Buffer, Buffer>,
  names: RecordNames,
  figures: KeptFigures,
): Promise<void> {
  figures.clear();
  let last: Buffer | undefined;
  do {
    last = countSlice(records, names, figures, last);
    await setImmediate();
  } while (last);
  const rows = new FigureRows();
  figures.collect(rows);
  figures.commit();
  figures.write(rows);
  await records.committed;
}

/** @returns the last key that was looked at; `undefined` at the end */
function countSlice(
  records: Database<Buffer, Buffer>,
  names: RecordNames,
  figures: KeptFigures,
  after: Buffer | undefined,
): Buffer | undefined {
  const untilMs = performance.now() + SLICE_MS;
  const range = after ? { start: after, exclusiveStart: true } : {};
  for (const { key, value } of records.getRange(range)) {
    const bucket = bucketOf(names.positionOf(key).keyId);
    const row = figures.row(bucket);
    addRecord(row, value, 1);
    figures.setRow(bucket, row);
    if (performance.now() > untilMs) return key;
  }
  return undefined;
}
