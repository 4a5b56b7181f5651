// Checks that a file is a complete LMDB environment. The engine maps the file and trusts it: a foreign or shortened
// one would end the process without a message.
import { open, stat } from 'node:fs/promises';
import { isTailFree } from './free-tail';

const MAGIC = 0xbeefc0de;
/** The two meta pages begin with a header of 24 bytes; these offsets are those of format 2. */
const MAGIC_AT = 24;
const PAGE_SIZE_AT = 48;
const FREE_ROOT_AT = 88;
const LAST_PAGE_AT = 144;
const TRANSACTION_AT = 152;
const META_SIZE = 160;

interface Meta {
  readonly transaction: bigint;
  readonly pageSize: number;
  readonly lastPage: number;
  /** The first page of the tree of free pages. */
  readonly freeRoot: number;
}

/** @returns what is wrong; `undefined` for a whole file, an empty one, or none */
export async function faultOfDataFile(path: string): Promise<string | undefined> {
  let file;
  try {
    file = await open(path, 'r');
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT'
      ? undefined
      : (error as Error).message;
  }
  try {
    if ((await file.stat()).size === 0) return undefined;
    const read = async (from: number): Promise<Meta | undefined> => {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(META_SIZE), 0, META_SIZE, from);
      return bytesRead === META_SIZE ? metaOf(buffer) : undefined;
    };
    const first = await read(0);
    const second = first && (await read(first.pageSize));
    if (!first || !second) return `${path} is not an LMDB file`;
    const latest = first.transaction > second.transaction ? first : second;
    const wanted = (latest.lastPage + 1) * latest.pageSize;
    // The size after the meta pages: a process that has the file open makes it larger before it says so.
    const { size } = await file.stat();
    if (size >= wanted) return undefined;
    const tree = { ...latest, file, root: latest.freeRoot };
    const isWhole = await isTailFree(tree, Math.floor(size / latest.pageSize)).catch(unlessBeyond);
    return isWhole ? undefined : `${path} is cut off: it has ${size} bytes of ${wanted}`;
  } finally {
    await file.close();
  }
}

/** A page that says of itself what cannot be is no page of a whole file. */
function unlessBeyond(error: unknown): false {
  if (error instanceof RangeError) return false;
  throw error;
}

/** Stays when the file is moved, and is another for a copy; `undefined` where the file system does not tell births. */
export async function locationOf(path: string): Promise<string | undefined> {
  const { ino, birthtimeNs } = await stat(path, { bigint: true });
  return birthtimeNs > 0n ? `${ino}-${birthtimeNs}` : undefined;
}

function metaOf(bytes: Buffer): Meta | undefined {
  const pageSize = bytes.readUInt32LE(PAGE_SIZE_AT);
  const isPageSize = pageSize >= 512 && pageSize <= 65_536 && (pageSize & (pageSize - 1)) === 0;
  if (bytes.readUInt32LE(MAGIC_AT) !== MAGIC || !isPageSize) return undefined;
  return {
    pageSize,
    transaction: bytes.readBigUInt64LE(TRANSACTION_AT),
    lastPage: Number(bytes.readBigUInt64LE(LAST_PAGE_AT)),
    freeRoot: Number(bytes.readBigUInt64LE(FREE_ROOT_AT)),
  };
}
