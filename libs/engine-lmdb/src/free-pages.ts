// The free part of an LMDB file: pages that belong to no tree and that the next writes reuse.
import type { Database, RootDatabase } from 'lmdb';

interface Tree {
  readonly treeBranchPageCount: number;
  readonly treeLeafPageCount: number;
  readonly overflowPages: number;
}

interface Stats extends Tree {
  readonly pageSize: number;
  readonly lastPageNumber: number;
  readonly root: Tree;
  readonly free: Tree;
}

const META_PAGES = 2;

/** @param databases all that the file holds beside its root */
export function freeBytesWithin(root: RootDatabase, databases: readonly Database[]): number {
  const { pageSize, lastPageNumber, root: names, free } = root.getStats() as unknown as Stats;
  const trees = [names, free, ...databases.map((one) => one.getStats() as unknown as Tree)];
  const used = trees.reduce(
    (sum, tree) => sum + tree.treeBranchPageCount + tree.treeLeafPageCount + tree.overflowPages,
    META_PAGES,
  );
  return Math.max(0, lastPageNumber + 1 - used) * pageSize;
}

/** All pages that were ever used, the free ones included. */
export function bytesUsedBy(root: RootDatabase): number {
  const { pageSize, lastPageNumber } = root.getStats() as unknown as Stats;
  return (lastPageNumber + 1) * pageSize;
}
