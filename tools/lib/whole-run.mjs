// The common frame of commands that run steps: cores, patience, an end on Ctrl-C, the exit code.
import { availableParallelism, totalmem } from 'node:os';
import { END_SIGNALS, killAll, script } from './children.mjs';
import { measurePatience } from './patience.mjs';
import { runSteps } from './run-steps.mjs';
import { command } from './steps.mjs';

export const NX = script('nx/dist/bin/nx.js');
const CORES_MAX = 4;
/** What a worker of Jest, or a compiler, may come to. */
const BYTES_A_CORE = 2 * 1024 ** 3;

/** How many programs may work at a time. */
export function coresOf() {
  const room = Math.floor(totalmem() / BYTES_A_CORE);
  return Math.max(1, Math.min(CORES_MAX, availableParallelism(), room));
}

export const buildStep = () =>
  command('build', NX, ['run-many', '--outputStyle=static', '-t', 'build'], { waits: true });

/**
 * Runs steps to their end. The exit code of this process says whether all have passed.
 * @param {readonly import('./steps.mjs').Step[]} steps
 * @param {number} cores
 */
export async function runAll(steps, cores) {
  for (const signal of END_SIGNALS) {
    process.on(signal, () => {
      killAll();
      process.exit(130);
    });
  }
  const patience = measurePatience();
  if (patience >= 1.5)
    console.log(`This machine is ${patience} times as slow as a quiet one of two cores.`);
  const { count, results } = await runSteps(steps, cores);
  process.exitCode = count.failed > 0 ? 1 : 0;
  return results;
}
