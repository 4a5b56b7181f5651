// Checks whether the last pages of an LMDB file are free, by its tree of free pages: a commit does not write pages
// that were allocated and freed again, so a complete file can be shorter than its last page number says.
import type { FileHandle } from 'node:fs/promises';

/** A page begins with its number (8), a transaction (8), padding (2), flags (2), and where its room begins (2) and ends (2). */
const PAGE_HEAD = 24;
const FLAGS_AT = 18;
const LOWER_AT = 20;
const BRANCH = 0x01;
const LEAF = 0x02;
/** An entry begins with the size of its data, or with a page (4), flags (2), the size of its key (2). */
const ENTRY_HEAD = 8;
const ENTRY_FLAGS_AT = 4;
const KEY_SIZE_AT = 6;
/** The data lies on pages of its own, the first of which is named. */
const ELSEWHERE = 0x01;
const NUMBER = 8;

export interface FreeTree {
  readonly file: Pick<FileHandle, 'read'>;
  readonly pageSize: number;
  /** The page of its root; out of the file for an empty tree. */
  readonly root: number;
  /** The last page that was ever taken. */
  readonly lastPage: number;
}

/** @returns whether all pages from `first` to the last are free; the tree has to lie before `first` as a whole */
export async function isTailFree(tree: FreeTree, first: number): Promise<boolean> {
  const free = new Set<number>();
  const waiting = [tree.root];
  const seen = new Set<number>();
  for (let page = waiting.pop(); page !== undefined; page = waiting.pop()) {
    if (page >= first || seen.has(page)) return false;
    seen.add(page);
    const bytes = await readAt(tree, page, tree.pageSize);
    const flags = bytes?.readUInt16LE(FLAGS_AT) ?? 0;
    if (!bytes || (flags & (BRANCH | LEAF)) === 0) return false;
    for (const at of entriesOf(bytes)) {
      if (flags & BRANCH)
        waiting.push(bytes.readUInt32LE(at) + bytes.readUInt16LE(at + 4) * 2 ** 32);
      else if (!(await addPages(tree, bytes, at, { first, free }))) return false;
    }
  }
  return free.size === tree.lastPage + 1 - first;
}

/** The free pages that one entry lists. @returns false when they cannot be read */
async function addPages(
  tree: FreeTree,
  page: Buffer,
  at: number,
  { first, free }: { readonly first: number; readonly free: Set<number> },
): Promise<boolean> {
  const size = page.readUInt32LE(at);
  const dataAt = at + ENTRY_HEAD + page.readUInt16LE(at + KEY_SIZE_AT);
  let data: Buffer | undefined = page.subarray(dataAt, dataAt + size);
  if (page.readUInt16LE(at + ENTRY_FLAGS_AT) & ELSEWHERE) {
    const other = Number(page.readBigUInt64LE(dataAt));
    if ((other + 1) * tree.pageSize + size > (first + 1) * tree.pageSize) return false;
    data = await readAt(tree, other, PAGE_HEAD + size);
    data = data?.subarray(PAGE_HEAD);
  }
  if (!data || data.length < size || size < NUMBER) return false;
  const end = Math.min(size / NUMBER, 1 + Number(data.readBigUInt64LE(0)));
  for (let index = 1; index < end; index += 1) {
    const entry = Number(data.readBigInt64LE(index * NUMBER));
    // A number below 0 says how many pages there are from the next one on.
    const length = entry < 0 ? -entry : 1;
    if (entry < 0) index += 1;
    const from = entry < 0 && index < end ? Number(data.readBigInt64LE(index * NUMBER)) : entry;
    for (let one = Math.max(from, first); one < from + length; one += 1)
      if (one <= tree.lastPage) free.add(one);
  }
  return true;
}

function entriesOf(page: Buffer): number[] {
  const count = page.readUInt16LE(LOWER_AT) >> 1;
  return Array.from(
    { length: count },
    (_, index) => page.readUInt16LE(PAGE_HEAD + index * 2) + PAGE_HEAD,
  );
}

async function readAt(
  { file, pageSize }: FreeTree,
  page: number,
  size: number,
): Promise<Buffer | undefined> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(size), 0, size, page * pageSize);
  return bytesRead === size ? buffer : undefined;
}
