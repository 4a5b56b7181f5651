// Measures the room that a data folder takes for values of a size, and its growth after turns of overwriting and
// deleting.
import { composeRecord, type Checksum } from '@chord-dht/store';
import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { LmdbRecordStore } from '../lmdb-record-store';
import { openLmdb } from '../open-lmdb';

export interface Wear {
  readonly directory: string;
  readonly keys: number;
  readonly valueBytes: number;
  /** In each all keys are written in an order of its own, and then deleted, but not in the last. */
  readonly turns: number;
  /** The number of records that share a commit. */
  readonly group: number;
}

const BITS = 160;
/** Primes, so that each key comes once, in an order of its own. */
const STEPS = [7_919, 7_907, 7_901, 7_883, 7_879];
const NODE = 'a'.repeat(BITS / 4);

/** @returns bytes on disk after each turn */
export async function wear({ directory, keys, valueBytes, turns, group }: Wear): Promise<number[]> {
  const store = await openLmdb({
    directory,
    bits: BITS,
    durability: 'commit',
    onFatal: (error) => {
      throw error;
    },
  });
  const sizes: number[] = [];
  let time = 1;
  for (let turn = 0; turn < turns; turn += 1) {
    for (const deleted of turn === turns - 1 ? [false] : [false, true]) {
      const step = STEPS[turn % STEPS.length] as number;
      for (let from = 0; from < keys; from += group) {
        const items = Array.from({ length: Math.min(group, keys - from) }, (_, at) =>
          placed(
            ((from + at) * step) % keys,
            deleted ? 0 : valueBytes,
            deleted,
            time,
            store.checksum,
          ),
        );
        await append(store, items);
      }
      time += 1;
    }
    sizes.push((await stat(join(directory, 'data.mdb'))).blocks * 512);
  }
  await store.close();
  return sizes;
}

type Placed = Parameters<LmdbRecordStore['append']>[0][number];

function placed(
  index: number,
  valueBytes: number,
  deleted: boolean,
  timeMs: number,
  checksum: Checksum,
): Placed {
  const key = `key-${index}`;
  const keyId = createHash('sha1').update(key).digest('hex');
  const value = new Uint8Array(valueBytes).fill(index);
  const version = { timeMs, counter: 0, node: NODE, boot: '00000001' };
  const bytes = composeRecord(
    {
      ...{ key, keyId, value, contentType: 'application/octet-stream', version },
      ...{ expiresAtMs: null, deleted, modifiedAtMs: timeMs, created: true },
      writeId: index.toString(16).padStart(16, '0'),
    },
    checksum,
  );
  return { position: { keyId, key }, bytes };
}

function append(store: LmdbRecordStore, items: readonly Placed[]): Promise<void> {
  return new Promise((resolve, reject) => {
    store.append(items, (error) => (error === undefined ? resolve() : reject(error)));
  });
}
