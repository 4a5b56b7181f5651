// The description that a backup carries: the file `backup.json` in its folder.

/** One position of a node, with its records as they were at one moment. */
export interface BackedUpPosition {
  /** From 0; a node with one position on the ring has that one. */
  readonly position: number;
  /** Within the folder, with `/`. */
  readonly file: string;
  readonly bytes: number;
  /** SHA-256 of the file, hexadecimal. */
  readonly sha256: string;
  /** Copies of keys in it, those of other owners included. */
  readonly keys: number;
}

export interface Manifest {
  readonly format: 1;
  /** `host:port` of the node. */
  readonly node: string;
  readonly bits: number;
  /** Of the program. */
  readonly version: string;
  readonly takenAt: string;
  readonly positions: readonly BackedUpPosition[];
}

export const MANIFEST_FILE = 'backup.json';
/** A backup has it when it is whole; until then its folder bears another name. */
export const PART_ENDING = '.part';

/** `localhost-5000-20270131T120000000Z`: its names sort by time. */
export function folderNameOf(node: string, takenAt: Date): string {
  const time = takenAt.toISOString().replace(/[-:.]/g, '');
  return `${nameOf(node)}-${time}`;
}

/** A folder of that node which has not become whole, or not yet. */
export function isPartOf(node: string, name: string): boolean {
  const begin = `${nameOf(node)}-`;
  return name.startsWith(begin) && PART.test(name.slice(begin.length));
}

const PART = /^\d{8}T\d{9}Z\.part$/;

function nameOf(node: string): string {
  return node.replace(/[^A-Za-z0-9.-]+/g, '-');
}
