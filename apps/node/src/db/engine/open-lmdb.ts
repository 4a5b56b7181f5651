// Knows how a data directory is opened: its rights, its lock, its format.
import { IdSpace } from '@chord-dht/chord';
import { open, type Database, type RootDatabase } from 'lmdb';
import { chmod, mkdir, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { faultOfDataFile } from './data-file';
import { releaseLock, reserveHere, takeLock } from './directory-lock';
import { EngineError } from './engine-error';
import { FreeSpace, freeBytesFor } from './free-space';
import { LmdbRecordStore, type Durability } from './lmdb-record-store';
import { RecordNames } from './record-names';

export interface LmdbOptions {
  /** Made when it is not there; readable by its owner alone. */
  readonly directory: string;
  /** The length of an id. A directory keeps records of one ring size. */
  readonly bits: number;
  /**
   * `flush`: a write resolves when it survives a power loss. `commit`: when it survives the death of
   * the process. `flush` is the default because an acknowledged write is a promise, and commits of
   * many writers share one flush, so that the promise costs little throughput.
   */
  readonly durability?: Durability;
  /** Hears once of a commit that failed: the process has to stop. */
  readonly onFatal: (error: unknown) => void;
  /** Writes are refused when less would be left. 64 MiB by default. */
  readonly freeBytesMin?: number;
  /** For tests: the free bytes; by default those of the file system. */
  readonly freeBytes?: () => Promise<number>;
}

const MODE = 0o700;
const FREE_BYTES_MIN = 64 * 1024 * 1024;
const FORMAT = 'format';
/** The name that LMDB gives its file. */
const DATA_FILE = 'data.mdb';

/** @throws EngineError */
export async function openLmdb(options: LmdbOptions): Promise<LmdbRecordStore> {
  const directory = await prepare(options.directory);
  const fault = await faultOfDataFile(join(directory, DATA_FILE));
  if (fault !== undefined) throw unusable(directory, fault);
  const unreserve = reserveHere(directory);
  try {
    const parts = openEnvironment(directory);
    const { root, state } = parts;
    try {
      takeLock(state, directory);
    } catch (error) {
      await root.close();
      throw error;
    }
    const release = async (): Promise<void> => {
      await releaseLock(state);
      await root.close();
      unreserve();
    };
    try {
      await checkFormat(state, directory, options.bits);
      const measure = options.freeBytes ?? (() => freeBytesFor(join(directory, DATA_FILE)));
      return new LmdbRecordStore({
        ...parts,
        names: new RecordNames(new IdSpace(options.bits).width),
        space: new FreeSpace({ bytesMin: options.freeBytesMin ?? FREE_BYTES_MIN, measure }),
        durability: options.durability ?? 'flush',
        onFatal: options.onFatal,
        release,
      });
    } catch (error) {
      await release();
      throw error;
    }
  } catch (error) {
    unreserve();
    throw error;
  }
}

async function prepare(directory: string): Promise<string> {
  try {
    await mkdir(directory, { recursive: true, mode: MODE });
    await chmod(directory, MODE);
    return await realpath(directory);
  } catch (error) {
    throw unusable(directory, (error as Error).message);
  }
}

function openEnvironment(directory: string): {
  root: RootDatabase;
  records: Database<Buffer, Buffer>;
  state: Database<string, string>;
} {
  try {
    const root = open({ path: directory, noSubdir: false, maxDbs: 4, encoding: 'binary' });
    const records = root.openDB<Buffer, Buffer>({
      name: 'records',
      encoding: 'binary',
      keyEncoding: 'binary',
    });
    const state = root.openDB<string, string>({ name: 'state', encoding: 'string' });
    return { root, records, state };
  } catch (error) {
    throw unusable(directory, (error as Error).message);
  }
}

async function checkFormat(
  state: Database<string, string>,
  directory: string,
  bits: number,
): Promise<void> {
  const wanted = `1, ids of ${bits} bits`;
  const found = state.get(FORMAT);
  if (found === undefined) await state.put(FORMAT, wanted);
  else if (found !== wanted) {
    throw unusable(directory, `it was made for another ring (format ${found}, not ${wanted})`);
  }
}

function unusable(directory: string, reason: string): EngineError {
  return new EngineError(
    'DATA_UNUSABLE',
    `The data directory ${directory} cannot be used: ${reason}.`,
    { directory },
  );
}
