// A process that opens a folder that `fill` has made and writes some of its records anew, in groups.
// Arguments: directory, number of keys, seed, groups. Ends with 0 when all were acknowledged.
import { composeRecord } from '@chord-dht/store';
import { createHash } from 'node:crypto';
import { openLmdb } from '../open-lmdb';
import { keyOf } from './fill';

const [directory = '', ...numbers] = process.argv.slice(2);
const [keys = 0, seed = 1, groups = 0] = numbers.map(Number);
const SMALL_BYTES = 100;
const LARGE_BYTES = 20_000;

let state = seed;
/** @returns a number from 0 up to 1, of a linear congruential sequence */
function random(): number {
  state = (state * 1_664_525 + 1_013_904_223) >>> 0;
  return state / 4_294_967_296;
}

async function main(): Promise<void> {
  const store = await openLmdb({
    directory,
    bits: 160,
    durability: 'commit',
    onFatal: (error) => {
      throw error;
    },
  });
  const written = (group: number) => {
    const key = keyOf(Math.floor(random() * keys));
    const keyId = createHash('sha1').update(key).digest('hex');
    // A large value needs free pages in a row: the list is searched for them to its oldest end.
    const value = new Uint8Array(random() < 0.05 ? LARGE_BYTES : SMALL_BYTES).fill(group);
    const nowMs = Date.now();
    const version = { timeMs: nowMs, counter: group, node: '0'.repeat(40), boot: '00000002' };
    const bytes = composeRecord(
      {
        ...{ key, keyId, value, contentType: 'application/octet-stream', version },
        ...{ expiresAtMs: null, deleted: false, modifiedAtMs: nowMs, created: false },
        writeId: group.toString(16).padStart(16, '0'),
      },
      store.checksum,
    );
    return { position: { keyId, key }, bytes };
  };
  for (let group = 0; group < groups; group += 1) {
    const items = Array.from({ length: 1 + Math.floor(random() * 6) }, () => written(group));
    await new Promise<void>((resolve, reject) => {
      store.append(items, (error) => (error === undefined ? resolve() : reject(error)));
    });
  }
  await store.close();
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
