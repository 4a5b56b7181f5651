// The description that a backup carries: the file `backup.json` in its folder.

/** One position of a node, with its records as they were at one moment. */
export interface BackedUpPosition {
  /** The index of the position, from 0; 0 at a node with a single one. */
  readonly position: number;
  /** The path within the folder, with `/`. */
  readonly file: string;
  readonly bytes: number;
  /** SHA-256 of the file in hexadecimal. */
  readonly sha256: string;
  /** The number of copies of keys in it, those of other owners included. */
  readonly keys: number;
}

export interface Manifest {
  readonly format: 1;
  /** `host:port` of the node. */
  readonly node: string;
  readonly bits: number;
  /** The version of the program. */
  readonly version: string;
  readonly takenAt: string;
  readonly positions: readonly BackedUpPosition[];
}

export const MANIFEST_FILE = 'backup.json';
/** The ending of an incomplete backup's folder; a complete one is renamed. */
export const PART_ENDING = '.part';

/** For example `localhost-5000-20270131T120000000Z`: these names sort by time. */
export function folderNameOf(node: string, takenAt: Date): string {
  const time = takenAt.toISOString().replace(/[-:.]/g, '');
  return `${nameOf(node)}-${time}`;
}

/** True for the folder of an incomplete backup of that node. */
export function isPartOf(node: string, name: string): boolean {
  const begin = `${nameOf(node)}-`;
  return name.startsWith(begin) && PART.test(name.slice(begin.length));
}

const PART = /^\d{8}T\d{9}Z\.part$/;

function nameOf(node: string): string {
  return node.replace(/[^A-Za-z0-9.-]+/g, '-');
}
