// The tests on each line of Node: some in every run, all of them by `npm run test:nodes`.
import { nodeOf } from './nodes.mjs';
import { jest } from './steps.mjs';

/** Files of real processes that go over each Node: README, sizes of values, restart, the smoke of faults. */
const REAL = ['first-steps', 'walk-through', 'start.e2e', 'crash', 'faults.e2e'];

/** @typedef {import('./steps.mjs').Step} Step */

/**
 * The engine, the transports, and a ring with the commands of the README.
 * @param {number} line
 * @param {number} workers the engine waits for its disk half of the time
 * @param {import('./steps.mjs').Place} [place]
 * @returns {Step}
 */
export function shortOn(line, workers, place) {
  const on = () => nodeOf(line);
  return jest(`node-${line}`, 'tools/jest/nodes.cjs', [`--maxWorkers=${workers}`], {
    ...place,
    on,
  });
}

/**
 * All unit tests, and the real processes that matter.
 * @param {number} line
 * @param {number} cores
 * @returns {Step[]}
 */
export function allOn(line, cores) {
  const on = () => nodeOf(line);
  return [
    jest(`unit-on-${line}`, 'jest.config.cjs', [`--maxWorkers=${cores}`], {
      ...{ width: cores, on },
    }),
    jest(`real-on-${line}`, 'apps/node-e2e/jest.config.cjs', REAL, {
      ...{ waits: true, needs: ['build'], on },
    }),
  ];
}
