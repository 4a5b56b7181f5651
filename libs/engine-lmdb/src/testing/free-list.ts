// A process that writes a file which grows, in transactions of all sizes, as the engine opens and uses it; nothing but
// LMDB and the spare pages. Arguments: directory, seed, `spare` or `none`. Ends with 0 when all was committed.
import { createHash } from 'node:crypto';
import { open, type Database } from 'lmdb';
import { FREE_PAGES } from '../free-page-options';
import { SparePages } from '../spare-pages';

const [directory = '', seed = '1', spare] = process.argv.slice(2);
const KEYS = 10_000;
const ROUNDS = 4;
const CHANGES_MIN = 40;
const CHANGES_MAX = 250;
const FILL = 64;
/** A record with its first write, what each further one adds, and how many it remembers. */
const BYTES_MIN = 230;
const BYTES_A_WRITE = 45;
const WRITES_MAX = 16;
const LOG = 2;
const LOG_BYTES = 26;

let state = Number(seed);
/** @returns a number from 0 up to 1, of a linear congruential sequence */
function random(): number {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
  return state / 4_294_967_296;
}

async function main(): Promise<void> {
  const root = open({
    ...{ path: directory, noSubdir: false, maxDbs: 16, mapSize: 1024 ** 4, encoding: 'binary' },
    ...{ noSync: true, ...FREE_PAGES },
  });
  const table = (name: string): Database<Buffer, Buffer> =>
    root.openDB({ name, encoding: 'binary', keyEncoding: 'binary' });
  const [records, log] = [table('records'), table('figures')];
  const pages = spare === 'spare' ? new SparePages(table('spare')) : undefined;
  const names = Array.from({ length: KEYS }, (_, index) =>
    Buffer.concat([createHash('sha1').update(`k${index}`).digest(), Buffer.from(`key-${index}`)]),
  );
  const values = Array.from({ length: WRITES_MAX + 1 }, (_, writes) =>
    Buffer.alloc(BYTES_MIN + writes * BYTES_A_WRITE, 7),
  );
  const writesOf = new Uint8Array(KEYS);
  const write = (key: number): void => {
    const writes = writesOf[key]!;
    void records.put(names[key]!, values[writes]!);
    writesOf[key] = Math.min(WRITES_MAX, writes + 1);
  };
  let commits = 0;
  const commit = async (changes: number): Promise<void> => {
    const slot = Buffer.of(LOG, (commits >> 8) & 1, commits & 255);
    void log.put(slot, Buffer.alloc(LOG_BYTES * changes));
    pages?.leave(changes);
    commits += 1;
    await root.committed;
  };
  for (let from = 0; from < KEYS; from += FILL) {
    for (let key = from; key < Math.min(KEYS, from + FILL); key += 1) write(key);
    await commit(FILL);
  }
  for (let written = 0; written < KEYS * ROUNDS;) {
    const changes = CHANGES_MIN + Math.floor(random() * (CHANGES_MAX - CHANGES_MIN + 1));
    for (let at = 0; at < changes; at += 1) write(Math.floor(random() * KEYS));
    await commit(changes);
    written += changes;
  }
  await root.close();
}

// A commit that fails is told by promises that nobody holds, too.
process.on('uncaughtException', (error) => fail(error));
main().catch((error: unknown) => fail(error));

function fail(error: unknown): void {
  console.error(error);
  process.exit(1);
}
