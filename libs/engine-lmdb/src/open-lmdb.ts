// Opens a data directory: its lock, its format, its engine.
import { IdSpace } from '@chord-dht/chord';
import { open, type Database, type RootDatabase } from 'lmdb';
import { join } from 'node:path';
import { buildIndexes, type OnProgress } from './build-indexes';
import { countRecords } from './count-records';
import { faultOfDataFile, locationOf } from './data-file';
import { prepareFiles, prepareFolder, type DataFolder } from './data-folder';
import { lockDirectory, type DirectoryLock } from './directory-lock';
import { unusable } from './engine-error';
import { Ballast } from './ballast';
import { FREE_PAGES } from './free-page-options';
import { FreeSpace, growthOf } from './free-space';
import { freeBytesWithin } from './free-pages';
import { KeptFigures } from './kept-figures';
import type { Durability } from './lmdb-parts';
import { LmdbRecordStore } from './lmdb-record-store';
import { RecordIndexes } from './record-indexes';
import { RecordNames } from './record-names';
import { beginAnew, forgetLife } from './restored-folder';
import { SparePages } from './spare-pages';
import { Unwritten } from './unwritten';
import { openLog, type LogBesideTree } from './open-log';

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
  /** Is called once, when a commit fails: the process has to stop. */
  readonly onFatal: (error: unknown) => void;
  /** Is called with what an operator may want to know about the state of the folder. */
  readonly onNotice?: (message: string) => void;
  /** Values are refused when less would be left. 64 MiB by default. */
  readonly freeBytesMin?: number;
  /** Is called with the progress of indexes that are rebuilt, which happens once for a directory of an earlier version. */
  readonly onIndexing?: OnProgress;
  /** For tests: what the file may grow by; by default what file system and limits leave. */
  readonly freeBytes?: () => Promise<number>;
}

const FREE_BYTES_MIN = 64 * 1024 * 1024;
const FORMAT = 'format';
/**
 * 3: a log may have what the tree lacks. 2: the tree has everything; an engine that is closed leaves that, so that an
 * earlier version can go on. 1: the same, with records of another format, which are converted as they are read.
 */
const FORMATS = [1, 2, 3] as const;
const NEWEST_FORMAT = 3;
const CLOSED_FORMAT = 2;
/** Whom the node has met, as it writes it down. */
const PEERS = 'remembered-peers';
const NOBODY = '[]';
const TABLES_MAX = 16;
/**
 * The stretch of addresses that the file is mapped to, which costs nothing while the file is smaller. Growing
 * it would map the file again, beside the stretch that earlier readings still use.
 */
const MAP_BYTES = 1024 ** 4;
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
  const { onNotice } = options;
  const lock = await lockDirectory({ directory, file, mode: folder.fileMode, node, onNotice });
  try {
    const fault = await faultOfDataFile(file);
    if (fault !== undefined) throw unusable(directory, fault);
    const parts = openEnvironment(directory);
    try {
      const beside = await openLog(folder, parts.state, options.durability ?? 'flush');
      try {
        return await openStore(options, { folder, parts, beside, lock });
      } catch (error) {
        await beside.log.close();
        throw error;
      }
    } catch (error) {
      await parts.root.close();
      throw error;
    }
  } catch (error) {
    lock.release();
    throw error;
  }
}

interface Opened {
  readonly folder: DataFolder;
  readonly parts: ReturnType<typeof openEnvironment>;
  readonly beside: LogBesideTree;
  readonly lock: DirectoryLock;
}

async function openStore(
  options: LmdbOptions,
  { folder, parts, beside, lock }: Opened,
): Promise<LmdbRecordStore> {
  const { bits, durability = 'flush', onNotice, onFatal } = options;
  const { log, applied, entries } = beside;
  const directory = folder.path;
  const emptied = entries.length > 0 ? undefined : await becomeOfBits(directory, parts, bits);
  const found = checkFormat(parts.state, directory, bits);
  const restored = await beginAnew(directory, parts);
  for (const notice of [beside.notice, emptied, restored])
    if (notice !== undefined) onNotice?.(notice);
  const names = new RecordNames(new IdSpace(bits).width);
  const figures = new KeptFigures(parts.figures);
  if (!figures.load()) await countRecords(parts.records, names, figures);
  const unwritten = new Unwritten();
  const indexes = new RecordIndexes(parts, names, unwritten);
  await buildIndexes({
    ...{ records: parts.records, state: parts.state, indexes, names, figures },
    onProgress: options.onIndexing ?? (() => undefined),
  });
  if (found !== formatOf(bits)) {
    void parts.state.put(FORMAT, formatOf(bits));
    // Before anything is in the log alone.
    await parts.root.flushed;
  }
  const store = new LmdbRecordStore({
    ...parts,
    ...{ names, figures, indexes, unwritten, log, applied, durability, onFatal },
    space: spaceOf(folder, parts, options),
    location: await locationOf(join(directory, DATA_FILE)),
    closedState: [FORMAT, formatOf(bits, CLOSED_FORMAT)],
    release: async () => {
      await log.close();
      await parts.root.close();
      lock.release();
    },
  });
  await store.replay(entries);
  return store;
}

function spaceOf(
  { path, fileMode }: DataFolder,
  { root, records, state, figures, byName, byEnd }: ReturnType<typeof openEnvironment>,
  { freeBytesMin = FREE_BYTES_MIN, freeBytes }: LmdbOptions,
): FreeSpace {
  const growth = freeBytes ?? growthOf(join(path, DATA_FILE));
  return new FreeSpace({
    bytesMin: freeBytesMin,
    measure: async () => ({
      outside: await growth(),
      inside: freeBytesWithin(root, [records, state, figures, byName, byEnd]),
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
  figures: Database<Buffer, Buffer>;
  byName: Database<Buffer, Buffer>;
  byEnd: Database<Buffer, Buffer>;
  spare: SparePages;
} {
  try {
    const root = open({
      path: directory,
      noSubdir: false,
      maxDbs: TABLES_MAX,
      mapSize: MAP_BYTES,
      encoding: 'binary',
      ...FREE_PAGES,
    });
    const table = (name: string): Database<Buffer, Buffer> =>
      root.openDB<Buffer, Buffer>({ name, encoding: 'binary', keyEncoding: 'binary' });
    return {
      root,
      records: table('records'),
      state: root.openDB<string, string>({ name: 'state', encoding: 'string' }),
      figures: table('figures'),
      byName: table('names'),
      byEnd: table('ends'),
      spare: new SparePages(table('spare')),
    };
  } catch (error) {
    throw unusable(directory, (error as Error).message);
  }
}

/**
 * A node whose first start names other `bits` than its ring has is refused there, and leaves a directory without a
 * record. A member that has met others has promised them something, with records or without: its directory stays.
 * @returns a sentence for people when it was so
 */
async function becomeOfBits(
  directory: string,
  { root, records, state }: ReturnType<typeof openEnvironment>,
  bits: number,
): Promise<string | undefined> {
  const found = state.get(FORMAT);
  if (found === undefined || isLater(found) || found.endsWith(`, ${idsOf(bits)}`)) return undefined;
  const [first] = records.getKeys({ limit: 1 });
  if (first !== undefined || (state.get(PEERS) ?? NOBODY) !== NOBODY) return undefined;
  await forgetLife(state);
  await state.put(FORMAT, formatOf(bits));
  await root.flushed;
  return `The data folder ${directory} was made for another ring and holds no record (format ${found}). It begins anew with ${idsOf(bits)}.`;
}

/** @returns the format of the directory; `undefined` for a new one */
function checkFormat(
  state: Database<string, string>,
  directory: string,
  bits: number,
): string | undefined {
  const wanted = formatOf(bits);
  const found = state.get(FORMAT);
  if (found === undefined || FORMATS.some((format) => found === formatOf(bits, format)))
    return found;
  const what = isLater(found)
    ? `it was written by a later version of this program, and this one would spoil it (format ${found}; this one knows up to ${wanted})`
    : `it was made for another ring (format ${found}, not ${wanted})`;
  throw unusable(directory, what);
}

function isLater(format: string): boolean {
  return Number.parseInt(format, 10) > NEWEST_FORMAT;
}

function formatOf(bits: number, format: (typeof FORMATS)[number] = NEWEST_FORMAT): string {
  return `${format}, ${idsOf(bits)}`;
}

function idsOf(bits: number): string {
  return `ids of ${bits} bits`;
}
