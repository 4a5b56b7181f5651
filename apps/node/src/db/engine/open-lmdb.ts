// Knows how a data directory is opened: its lock, its format, its engine.
import { IdSpace } from '@chord-dht/chord';
import { open, type Database, type RootDatabase } from 'lmdb';
import { join } from 'node:path';
import { faultOfDataFile } from './data-file';
import { prepareFiles, prepareFolder, type DataFolder } from './data-folder';
import { lockDirectory } from './directory-lock';
import { EngineError } from './engine-error';
import { Ballast } from './ballast';
import { FreeSpace, growthOf } from './free-space';
import { freeBytesWithin } from './free-pages';
import { LmdbRecordStore, type Durability, type LmdbParts } from './lmdb-record-store';
import { RecordNames } from './record-names';

export interface LmdbOptions {
  /** Made when it is not there, for its owner alone; one that is there keeps its rights. */
  readonly directory: string;
  /** The name of the node, told to whoever finds the directory in use. */
  readonly node?: string;
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
  /** Values are refused when less would be left. 64 MiB by default. */
  readonly freeBytesMin?: number;
  /** For tests: what the file may grow by; by default what file system and limits leave. */
  readonly freeBytes?: () => Promise<number>;
}

const FREE_BYTES_MIN = 64 * 1024 * 1024;
const FORMAT = 'format';
/** The names that LMDB gives its files. */
const DATA_FILE = 'data.mdb';
const READERS_FILE = 'lock.mdb';
const BALLAST_FILE = 'reserve';
const BALLAST_PART = 16;

/** @throws EngineError */
export async function openLmdb(options: LmdbOptions): Promise<LmdbRecordStore> {
  const folder = prepare(options.directory);
  const directory = folder.path;
  const file = join(directory, DATA_FILE);
  const node = options.node ?? 'without a name';
  const lock = await lockDirectory({ directory, file, mode: folder.fileMode, node });
  try {
    const fault = await faultOfDataFile(file);
    if (fault !== undefined) throw unusable(directory, fault);
    const parts = openEnvironment(directory);
    const release = async (): Promise<void> => {
      await parts.root.close();
      lock.release();
    };
    try {
      await checkFormat(parts.state, directory, options.bits);
      return new LmdbRecordStore({
        ...parts,
        names: new RecordNames(new IdSpace(options.bits).width),
        space: spaceOf(folder, parts, options),
        durability: options.durability ?? 'flush',
        onFatal: options.onFatal,
        release,
      });
    } catch (error) {
      await parts.root.close();
      throw error;
    }
  } catch (error) {
    lock.release();
    throw error;
  }
}

function spaceOf(
  { path, fileMode }: DataFolder,
  { root, records, state }: Pick<LmdbParts, 'root' | 'records' | 'state'>,
  { freeBytesMin = FREE_BYTES_MIN, freeBytes }: LmdbOptions,
): FreeSpace {
  const growth = freeBytes ?? (() => growthOf(join(path, DATA_FILE)));
  return new FreeSpace({
    bytesMin: freeBytesMin,
    measure: async () => ({
      outside: await growth(),
      inside: freeBytesWithin(root, [records, state]),
    }),
    ballast: new Ballast({
      file: join(path, BALLAST_FILE),
      bytes: freeBytesMin / BALLAST_PART,
      mode: fileMode,
    }),
  });
}

function prepare(directory: string): DataFolder {
  try {
    const folder = prepareFolder(directory);
    prepareFiles(folder, [DATA_FILE, READERS_FILE]);
    return folder;
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
