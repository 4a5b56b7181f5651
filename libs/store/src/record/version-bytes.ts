// A version as 36 bytes whose order is that of versions.
import { hexAt, putHex } from './hex';
import {
  BOOT_IN_VERSION,
  COUNTER_IN_VERSION,
  NODE_IN_VERSION,
  NODE_SIZE,
  VERSION_SIZE,
} from './layout';
import { putU32, putU64, u32At, u64At } from './numbers';
import { originText, printVersionFrom, type Version } from './version';

const BOOT_SIZE = 4;
const BOOT_DIGITS = 8;

/** @throws RangeError when the node or the boot are no hexadecimal digits, or too many */
export function putVersion(bytes: Uint8Array, at: number, version: Version): void {
  const { timeMs, counter, node, boot } = version;
  if (boot.length !== BOOT_DIGITS) throw new RangeError(`The boot ${boot} has not eight digits.`);
  putU64(bytes, at, timeMs);
  putU32(bytes, at + COUNTER_IN_VERSION, counter);
  putHex(bytes, at + NODE_IN_VERSION, NODE_SIZE, node);
  putHex(bytes, at + BOOT_IN_VERSION, BOOT_SIZE, boot);
}

/** @param nodeDigits the number of digits of the node's id */
export function versionAt(bytes: Uint8Array, at: number, nodeDigits: number): Version {
  return {
    timeMs: u64At(bytes, at),
    counter: u32At(bytes, at + COUNTER_IN_VERSION),
    node: hexAt(bytes, at + NODE_IN_VERSION, NODE_SIZE, nodeDigits),
    boot: hexAt(bytes, at + BOOT_IN_VERSION, BOOT_SIZE, BOOT_DIGITS),
  };
}

/** Time and counter alone. */
export function timeAt(bytes: Uint8Array, at: number): { timeMs: number; counter: number } {
  return { timeMs: u64At(bytes, at), counter: u32At(bytes, at + COUNTER_IN_VERSION) };
}

/** A power of two. A ring has few origins: each node has one in its life. */
const ORIGINS_KNOWN = 64;
const ORIGIN_SIZE = VERSION_SIZE - NODE_IN_VERSION;

/** Where versions come from, as it is printed. */
interface Origin {
  readonly bytes: Uint8Array;
  readonly digits: number;
  readonly text: string;
}

const origins: (Origin | undefined)[] = new Array<undefined>(ORIGINS_KNOWN).fill(undefined);

/** The rest of a printed version, behind time and counter. */
export function originAt(bytes: Uint8Array, at: number, nodeDigits: number): string {
  const from = at + NODE_IN_VERSION;
  const sum =
    (bytes[at + BOOT_IN_VERSION - 1] as number) + (bytes[at + VERSION_SIZE - 1] as number);
  const slot = sum & (ORIGINS_KNOWN - 1);
  const known = origins[slot];
  if (known?.digits === nodeDigits && isSame(known.bytes, bytes, from)) return known.text;
  const { node, boot } = versionAt(bytes, at, nodeDigits);
  const text = originText(node, boot);
  // A copy: these may be borrowed, and `slice` of a Buffer makes none.
  const own = new Uint8Array(ORIGIN_SIZE);
  own.set(bytes.subarray(from, from + ORIGIN_SIZE));
  origins[slot] = { bytes: own, digits: nodeDigits, text };
  return text;
}

function isSame(known: Uint8Array, bytes: Uint8Array, from: number): boolean {
  for (let at = 0; at < ORIGIN_SIZE; at += 1) if (known[at] !== bytes[from + at]) return false;
  return true;
}

/** As `printVersion` of the version there. */
export function printVersionAt(bytes: Uint8Array, at: number, nodeDigits: number): string {
  return printVersionFrom(timeAt(bytes, at), originAt(bytes, at, nodeDigits));
}

/** As `compareVersions`. */
export function compareVersionBytes(
  a: Uint8Array,
  aAt: number,
  b: Uint8Array,
  bAt: number,
): number {
  for (let index = 0; index < VERSION_SIZE; index += 1) {
    const difference = (a[aAt + index] as number) - (b[bAt + index] as number);
    if (difference !== 0) return difference;
  }
  return 0;
}
