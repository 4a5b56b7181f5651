// The mark of a record in the digest of a set: 64 bits of its key and version.
import {
  KEY_SIZE_AT,
  VERSION_AT,
  VERSION_SIZE,
  WRITES_AT,
  WRITES_COUNT_AT,
  WRITE_SIZE,
} from './layout';
import { u16At, u32At } from './numbers';

export interface EntryHash {
  high: number;
  low: number;
}

const MULTIPLIERS = [0x9e37_79b1, 0x85eb_ca77] as const;

/**
 * Two lanes of multiply, rotate and a final avalanche, as in MurmurHash3 (Appleby). Sums of such marks distinguish sets
 * in any order (Bellare and Micciancio, A New Paradigm for Collision-Free Hashing, Eurocrypt 1997, section 5), against
 * chance and not against malice.
 * @param bytes a record of format 2 whose head has been checked
 * @param out receives the mark, both halves unsigned
 */
export function hashEntry(bytes: Uint8Array, out: EntryHash): void {
  const keyAt = WRITES_AT + (bytes[WRITES_COUNT_AT] as number) * WRITE_SIZE;
  const keySize = u16At(bytes, KEY_SIZE_AT);
  let high = keySize;
  let low = ~keySize;
  for (let at = VERSION_AT; at < VERSION_AT + VERSION_SIZE; at += 4) {
    const word = u32At(bytes, at);
    high = turn(high, word, MULTIPLIERS[0]);
    low = turn(low, word, MULTIPLIERS[1]);
  }
  const end = keyAt + keySize;
  let at = keyAt;
  for (; at + 4 <= end; at += 4) {
    const word = u32At(bytes, at);
    high = turn(high, word, MULTIPLIERS[0]);
    low = turn(low, word, MULTIPLIERS[1]);
  }
  for (; at < end; at += 1) {
    high = turn(high, bytes[at] as number, MULTIPLIERS[0]);
    low = turn(low, bytes[at] as number, MULTIPLIERS[1]);
  }
  out.high = finish(high ^ low);
  out.low = finish(low + out.high);
}

function turn(state: number, word: number, multiplier: number): number {
  const mixed = Math.imul(state ^ word, multiplier);
  return (mixed << 13) | (mixed >>> 19);
}

function finish(state: number): number {
  let mixed = Math.imul(state ^ (state >>> 16), 0x85eb_ca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2_ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
