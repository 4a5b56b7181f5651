// Fills the data folder of a node that is not running, faster than any client could: records as its primary
// would have written them.
import { composeRecord } from '@chord-dht/store';
import { createHash } from 'node:crypto';
import { openLmdb } from '../open-lmdb';

const GROUP = 2_000;
const BITS = 160;

export interface Filling {
  readonly directory: string;
  /** The index of the first key. */
  readonly from?: number;
  readonly keys: number;
  readonly valueBytes: number;
  /** The id of the node, 40 hexadecimal digits. */
  readonly node: string;
}

export function keyOf(index: number): string {
  return `scale/${String(index % 1_000).padStart(3, '0')}/${index}`;
}

export async function fill({
  directory,
  from: first = 0,
  keys,
  valueBytes,
  node,
}: Filling): Promise<void> {
  const store = await openLmdb({
    directory,
    bits: BITS,
    durability: 'commit',
    onFatal: (error) => {
      throw error;
    },
  });
  const nowMs = Date.now() - 60_000;
  const value = new Uint8Array(valueBytes).fill(0x76);
  const end = first + keys;
  for (let from = first; from < end; from += GROUP) {
    const items = Array.from({ length: Math.min(GROUP, end - from) }, (_, at) => {
      const index = from + at;
      const key = keyOf(index);
      const keyId = createHash('sha1').update(key).digest('hex');
      const version = { timeMs: nowMs, counter: index, node, boot: '00000001' };
      const bytes = composeRecord(
        {
          ...{ key, keyId, value, contentType: 'application/octet-stream', version },
          ...{ expiresAtMs: null, deleted: false, modifiedAtMs: nowMs, created: true },
          writeId: index.toString(16).padStart(16, '0'),
        },
        store.checksum,
      );
      return { position: { keyId, key }, bytes };
    });
    await new Promise<void>((resolve, reject) => {
      store.append(items, (error) => (error === undefined ? resolve() : reject(error)));
    });
  }
  await store.close();
}
