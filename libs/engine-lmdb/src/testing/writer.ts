// A process that writes until it is killed or full, and says on stdout what was acknowledged: a line
// `ack <number>` each, `full <number>` for a refusal, `fatal` when a commit failed.
// Arguments: directory, lanes, `guarded` or `unguarded` by the free-space watermark.
import { codeOf } from '@chord-dht/chord';
import { encodeRecord } from '@chord-dht/store';
import { writeSync } from 'node:fs';
import { openLmdb } from '../open-lmdb';
import { numbered } from './numbered';

const [directory = '', lanes = '1', guard = 'guarded'] = process.argv.slice(2);
const EXIT_FATAL = 70;

async function main(): Promise<void> {
  const store = await openLmdb({
    directory,
    bits: 160,
    freeBytesMin: 2 * 1024 * 1024,
    ...(guard === 'guarded' ? {} : { freeBytes: async () => Infinity }),
    onFatal: () => {
      writeSync(1, 'fatal\n');
      process.exit(EXIT_FATAL);
    },
  });
  const append = async (number: number): Promise<void> => {
    const record = numbered(number);
    const { keyId, key } = record;
    const bytes = encodeRecord(record, store.checksum);
    await store.admitNow(bytes.length);
    await new Promise<void>((resolve, reject) => {
      store.append([{ position: { keyId, key }, bytes }], (error) =>
        error ? reject(error) : resolve(),
      );
    });
  };
  let next = 0;
  let full = false;
  const lane = async (): Promise<void> => {
    while (!full) {
      const number = next++;
      try {
        await (number % 2 === 0 ? store.write({ put: [numbered(number)] }) : append(number));
        writeSync(1, `ack ${number}\n`);
      } catch (error) {
        full = true;
        writeSync(
          1,
          codeOf(error) === 'STORAGE_FULL' ? `full ${number}\n` : `error ${String(error)}\n`,
        );
      }
    }
  };
  await Promise.all(Array.from({ length: Number(lanes) }, lane));
  const first = numbered(0);
  if (!store.get(first.keyId, first.key)) throw new Error('reads must go on when the disk is full');
  await store.close();
}

main().catch((error: unknown) => {
  writeSync(2, `${String(error)}\n`);
  process.exit(1);
});
