// Looks through the data folder of a node that does not run.
import { IdSpace } from '@chord-dht/chord';
import { printVersion, type Position } from '@chord-dht/store';
import { openLmdb } from '../open-lmdb';

const BITS = 160;
const PAGE = 2_000;

/** @returns the figures that the folder keeps of itself */
export async function inspect(
  directory: string,
  see: (key: string, value: Uint8Array, version: string) => void,
): Promise<{ readonly records: number; readonly hash: string }> {
  const store = await openLmdb({
    directory,
    bits: BITS,
    onFatal: (error) => {
      throw error;
    },
  });
  const lastId = new IdSpace(BITS).fromNumber(-1n);
  const all = { fromId: lastId, toId: lastId };
  for (let after: Position | null | undefined; after !== null;) {
    const page = store.scan(all, { records: PAGE, after: after ?? null });
    for (const { key, value, version, deleted } of page.items)
      if (!deleted) see(key, value, printVersion(version));
    after = page.next;
  }
  const { records, hash } = store.figuresOf(all);
  await store.close();
  return { records, hash: String(hash) };
}
