// Decides whether a record was overwritten knowingly.
import type { StoredRecord } from './stored-record';
import { compareVersions } from './version';

/**
 * True when `winner` was written without knowledge of `loser`: both sides of two rings, or of a partition, wrote the
 * key. Decided by the writes that the winner remembers; a loser older than all of them counts as known, so a reported
 * conflict is real, and some may be missed.
 */
export function isConflict(winner: StoredRecord, loser: StoredRecord): boolean {
  if (winner.deleted === loser.deleted && sameBytes(winner.value, loser.value)) return false;
  const oldest = winner.writes[0];
  // A key's first record has no predecessor; any other remembers at least the version before it.
  const knowsNothing = winner.writes.length === 1;
  if (!oldest || (!knowsNothing && compareVersions(loser.version, oldest.version) < 0))
    return false;
  return winner.writes.every(({ version }) => compareVersions(version, loser.version) !== 0);
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}
