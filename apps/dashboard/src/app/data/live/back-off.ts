// The delay before the next attempt: it doubles, with jitter so that many pages do not come back at once.

const FIRST_MS = 500;
const MAX_MS = 15_000;

/** @param failures consecutive ones, from 1; `random` 0 ≤ r < 1 */
export function backOffMs(failures: number, random: number): number {
  const most = Math.min(FIRST_MS * 2 ** (failures - 1), MAX_MS);
  return Math.round(most / 2 + (most / 2) * random);
}
