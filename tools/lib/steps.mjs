// A step of the tests, made from a command, a run of Jest, or something that cannot run.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run, script } from './children.mjs';
import { JestTally } from './jest-tally.mjs';
import { measurePatience } from './patience.mjs';
import { root } from './root.mjs';

/** The exit code of a command that could not judge anything here, as test programs have it since Automake. */
export const EXIT_SKIPPED = 77;
/** Where the words of every step are kept. */
export const LOGS = 'tmp/test';
const REPORTER = join(root, 'tools/lib/jest-reporter.mjs');
const REASON_LINES = 120;
/**
 * No step asks a server of elsewhere. To read the certificates of further authorities is more than half of what a start
 * of Node costs where a machine names some, and a run starts a thousand.
 */
const OF_NO_SERVER = { NODE_EXTRA_CA_CERTS: '' };
/**
 * For Jest and its workers. As the engine begins with little room, it spends up to a quarter of what tests cost on
 * looking for garbage while it takes more, and its threads do so on the cores of the others. In MiB.
 */
const ROOM = [
  ...['--min-semi-space-size=16', '--max-semi-space-size=32'],
  '--initial-old-space-size=512',
];
/** Compilers and linters say nothing until they have done. */
const SILENT_MINUTES = 60;
/** Of a step that fills: with a third of the share of others it gets on also where they take all. */
const FILLING = 5;

/** @typedef {{ passed: number, failed: number, skipped: number }} Count */
/** @typedef {{ file: string, test: string, reason: string }} Fault one that failed; `file` from the root, or empty */

/**
 * @typedef {object} Result
 * @property {string} name
 * @property {Count} count
 * @property {number} seconds
 * @property {string} output
 * @property {readonly Fault[]} faults
 * @property {readonly string[]} [left] what was skipped
 */

/**
 * @typedef {import('./schedule.mjs').Task<Result> & { progress?: () => JestTally }} Step
 * @typedef {Partial<Pick<Step, 'width' | 'waits' | 'fills' | 'alone' | 'needs'>>} Place
 */

/** @param {number} failed @returns {Count} */
const one = (failed) => ({ passed: 1 - failed, failed, skipped: 0 });

/** @param {string} text @param {number} [lines] @returns {string} the last lines of it */
const tail = (text, lines = REASON_LINES) => text.trimEnd().split('\n').slice(-lines).join('\n');

/** @param {string} name @returns {(missing: string) => Result} what has not run because something failed before */
const without = (name) => (missing) => {
  const reason = `It needs ${missing}, which has failed.`;
  const faults = [{ file: '', test: name, reason }];
  return { name, count: one(1), seconds: 0, output: '', faults };
};

/**
 * A step that passes when its command ends with 0; it counts as one. With `EXIT_SKIPPED` it counts as
 * skipped, and its last line says why.
 * @param {string} name
 * @param {string} path the script of a package, below node_modules, or a file of ours
 * @param {readonly string[]} args
 * @param {Place} [place]
 * @returns {Step}
 */
export function command(name, path, args, place = {}) {
  return {
    ...{ name, without: without(name), ...place },
    run: async () => {
      const { code, output, seconds } = await run(process.execPath, [path, ...args], {
        env: OF_NO_SERVER,
        stillMinutes: SILENT_MINUTES,
        niceness: place.fills ? FILLING : 0,
      });
      keep(name, output);
      if (code === EXIT_SKIPPED) return leftOut(name, tail(output, 1), seconds);
      const faults = code === 0 ? [] : [{ file: '', test: name, reason: tail(output) }];
      return { name, count: one(code === 0 ? 0 : 1), seconds, output, faults };
    },
  };
}

/**
 * A step that counts each test of a run of Jest.
 * @param {string} name
 * @param {string} config
 * @param {readonly string[]} [args]
 * @param {Place & { files?: number, on?: () => Promise<import('./nodes.mjs').Node | string> }} [place]
 *   `files`: how many there are, as far as it is known before; `on`: the Node that runs it, or why there is none
 * @returns {Step}
 */
export function jest(name, config, args = [], { files = 0, on = ownNode, ...place } = {}) {
  const tally = new JestTally(files);
  return {
    ...{ name, without: without(name), progress: () => tally, ...place },
    run: async () => {
      const node = await on();
      if (typeof node === 'string') return leftOut(name, node, 0);
      measurePatience();
      const { code, output, seconds } = await run(
        node.path,
        [
          ...ROOM,
          script('jest/bin/jest.js'),
          // The list of reporters would take the names of files that follow it for more of them.
          ...['--reporters=default', `--reporters=${REPORTER}`, '-c', config, '--ci'],
          ...args,
        ],
        {
          env: { ...OF_NO_SERVER, ...node.env },
          onMessage: (message) => tally.take(message),
          lastSeen: () => tally.atWork(),
        },
      );
      keep(name, output);
      const count = tally.count(code);
      const faults = [...tally.faults];
      if (count.failed > faults.length) faults.push({ file: '', test: name, reason: tail(output) });
      return { name, count, seconds, output, faults, left: tally.left };
    },
  };
}

const ownNode = async () => ({ path: process.execPath, version: process.versions.node, env: {} });

/**
 * A step that cannot run here; it counts as one skipped.
 * @param {string} name
 * @param {string} reason
 * @returns {Step}
 */
export function skipped(name, reason) {
  const result = leftOut(name, reason, 0);
  return { name, without: () => result, run: async () => result };
}

/** @param {string} name @param {string} reason @param {number} seconds @returns {Result} */
function leftOut(name, reason, seconds) {
  const count = { passed: 0, failed: 0, skipped: 1 };
  return { name, count, seconds, output: '', faults: [], left: [reason] };
}

/** @param {string} name @param {string} output */
function keep(name, output) {
  mkdirSync(join(root, LOGS), { recursive: true });
  writeFileSync(join(root, LOGS, `${name}.log`), output);
}
