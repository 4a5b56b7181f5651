// The factor by which this machine is slower than a quiet one of two cores.
import { createHash } from 'node:crypto';
import { availableParallelism } from 'node:os';

/** The variable by which tests learn it; each limit on a real process is multiplied by it. */
export const PATIENCE = 'CHORD_PATIENCE';

const ROUNDS = 5;
/** What a round takes on two quiet cores of a server of 2023. */
const QUIET_MS = 70;
const CORES = 2;
const FACTOR_MAX = 50;

/** As measured by whoever started this process; 1 when nobody did. */
export function patience() {
  const factor = Number(process.env[PATIENCE] ?? 1);
  return factor >= 1 ? Math.min(factor, FACTOR_MAX) : 1;
}

/**
 * Measures the machine as it is now, with whatever else runs on it, and tells all that are started later.
 * What was found once is not taken back: who made it slow may come again.
 */
export function measurePatience() {
  const startMs = performance.now();
  for (let round = 0; round < ROUNDS; round += 1) work();
  const slowdown = (performance.now() - startMs) / ROUNDS / QUIET_MS;
  const factor = slowdown * Math.max(1, CORES / availableParallelism());
  process.env[PATIENCE] = Math.min(FACTOR_MAX, Math.max(1, patience(), factor)).toFixed(1);
  return patience();
}

/** Some of what tests do: native code over much memory, and small objects. */
function work() {
  const block = Buffer.alloc(1 << 20, 7);
  for (let count = 0; count < 32; count += 1) createHash('sha256').update(block).digest();
  const names = new Map();
  for (let index = 0; index < 400_000; index += 1) names.set(`name ${index % 5_000}`, index);
}
