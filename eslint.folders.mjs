// The rule `rooms/order`: within a project a folder imports only folders that come before it in `eslint.rooms.mjs`.
import { statSync } from 'node:fs';
import { dirname, join, posix, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { folders } from './eslint.rooms.mjs';

const root = dirname(fileURLToPath(import.meta.url));

/**
 * Where the ways to two files part.
 * @typedef {object} Parting
 * @property {string} place the last folder that both lie in, from the root
 * @property {string} from the folder of the first in it; `.` for a file that lies in the place itself
 * @property {string} to that of the other
 */

/**
 * @param {string} file from the root, with `/`
 * @param {string} target as `file`
 * @returns {Parting | undefined} `undefined` in one and the same folder, and between two projects
 */
export function partingOf(file, target) {
  const [one, other] = [file.split('/'), target.split('/')];
  let depth = 0;
  while (depth < one.length - 1 && depth < other.length - 1 && one[depth] === other[depth])
    depth += 1;
  const [from, to] = [one, other].map((path) => (depth < path.length - 1 ? path[depth] : '.'));
  // `libs/chord/src` is where the folders of a project begin.
  if (depth < 3 || from === undefined || to === undefined || from === to) return undefined;
  return { place: one.slice(0, depth).join('/'), from, to };
}

/** @param {Parting} parting @returns {boolean} */
export function isInOrder({ place, from, to }) {
  const layers = folders.get(place);
  if (!layers) return from === 'testing' || (from === '.' && to !== 'testing');
  const heightOf = (/** @type {string} */ name) =>
    layers.findIndex((layer) => layer.includes(name));
  return heightOf(to) >= 0 && heightOf(to) < heightOf(from);
}

/** @param {string} place @returns {string} its order for people */
export function orderText(place) {
  const layers = folders.get(place);
  return layers?.map((layer) => layer.join(', ')).join(' < ') ?? 'its folders < . < testing';
}

/** @param {string} path from the root, without an ending @returns {boolean} */
function isFolder(path) {
  const of = (/** @type {string} */ name) => statSync(join(root, name), { throwIfNoEntry: false });
  return !of(`${path}.ts`) && of(path)?.isDirectory() === true;
}

/**
 * @param {string} file from the root
 * @param {string} specifier as the import has it
 * @returns {string} the file, from the root; without an ending, unless the import has one
 */
export function targetOf(file, specifier) {
  const path = posix.join(posix.dirname(file), specifier);
  return isFolder(path) ? `${path}/index` : path;
}

/** @type {import('eslint').Rule.RuleModule} */
const order = {
  meta: { type: 'problem', schema: [], messages: { against: '{{fault}}' } },
  create(context) {
    const file = relative(root, context.filename).split(sep).join('/');
    const check = (/** @type {any} */ node) => {
      const specifier = node.source?.value;
      if (typeof specifier !== 'string' || !specifier.startsWith('.')) return;
      const parting = partingOf(file, targetOf(file, specifier));
      if (!parting || isInOrder(parting)) return;
      const { place, from, to } = parting;
      const fault =
        `${file} imports ${specifier}, so '${from}' stands on '${to}', and the order of ${place} is ` +
        `${orderText(place)} (eslint.rooms.mjs); move what both need to a lower folder, or hand it in`;
      context.report({ node, messageId: 'against', data: { fault } });
    };
    return {
      ImportDeclaration: check,
      ImportExpression: check,
      ExportAllDeclaration: check,
      ExportNamedDeclaration: check,
      TSImportType: check,
    };
  },
};

export const rooms = { rules: { order } };
