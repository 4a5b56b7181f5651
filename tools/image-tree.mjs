// Puts together what a container image, or a machine without a clone, needs to run a node and chordctl: the bundles,
// the dashboard, and the few packages that bring native code or files of their own.
//   node tools/image-tree.mjs FOLDER        after a build of node and chordctl
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { KEPT } from '../apps/node/kept.mjs';
import { root } from './lib/root.mjs';

/** Sources, maps, and what is for other systems than the one at hand. */
const LEFT_OUT = [
  /\.(?:map|d\.ts|d\.cts|c|cc|cpp|h|md)$/,
  /[\\/]swagger-ui-dist[\\/](?:swagger-ui-es-bundle|swagger-ui\.js|log\.)/,
  /[\\/]lmdb[\\/](?:src|dependencies|benchmark|test|dict)(?:[\\/]|$)/,
  /[\\/]node_modules[\\/]\.bin(?:[\\/]|$)/,
];
/** Says nothing to a node. */
const UNUSED = ['@scarf/scarf', 'node-addon-api'];

const [target] = process.argv.slice(2);
if (target === undefined) {
  console.error('Say where to: node tools/image-tree.mjs FOLDER');
  process.exit(2);
}
const folder = resolve(target);
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });

const compiled = readdirSync(join(root, 'dist/apps/node')).filter((name) => name.endsWith('.code'));
for (const name of ['main.mjs', 'node.cjs', 'healthcheck.mjs', ...compiled])
  copy(join(root, 'dist/apps/node', name), join(folder, 'node', name));
copy(join(root, 'dist/apps/chordctl/main.mjs'), join(folder, 'chordctl/main.mjs'));
copy(join(root, 'dist/apps/dashboard'), join(folder, 'dashboard'));
copy(join(root, 'LICENSE'), join(folder, 'LICENSE'));
for (const name of KEPT) take(name, root, new Set());
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
writeFileSync(
  join(folder, 'package.json'),
  `${JSON.stringify({ name: 'chord-dht', version, private: true })}\n`,
);

/**
 * A package and what it needs, side by side as far as there is one version of each.
 * @param {string} name
 * @param {string} from the folder of whoever needs it
 * @param {Set<string>} way
 */
function take(name, from, way) {
  if (UNUSED.includes(name) || way.has(name)) return;
  const source = find(name, from);
  if (source === undefined) return;
  const place = source.slice(join(root, 'node_modules').length);
  copy(source, join(folder, 'node_modules', place));
  const { dependencies = {}, optionalDependencies = {} } = JSON.parse(
    readFileSync(join(source, 'package.json'), 'utf8'),
  );
  for (const next of Object.keys({ ...dependencies, ...optionalDependencies }))
    take(next, source, new Set([...way, name]));
}

/** @param {string} name @param {string} from @returns {string | undefined} as Node looks for it; packages for other systems are not there */
function find(name, from) {
  for (let at = from; at.startsWith(root); at = resolve(at, '..')) {
    const found = join(at, 'node_modules', name);
    if (basename(at) !== 'node_modules' && existsSync(join(found, 'package.json'))) return found;
  }
  return undefined;
}

/** @param {string} from @param {string} to */
function copy(from, to) {
  cpSync(from, to, {
    recursive: true,
    dereference: true,
    filter: (path) => !LEFT_OUT.some((pattern) => pattern.test(path)) && isForHere(path),
  });
}

/** @param {string} path of prebuilt code only that of this system */
function isForHere(path) {
  const [, system] = /[\\/]prebuilds[\\/]([a-z]+-[a-z0-9-]+)/.exec(path) ?? [];
  return system === undefined || system === `${process.platform}-${process.arch}`;
}
