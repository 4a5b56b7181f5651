// The types of a package: the declarations of its entries and of what they refer to, with file names that Node's own
// resolution finds.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import ts from 'typescript';
import { script } from '../lib/children.mjs';
import { root } from '../lib/root.mjs';

/** The compiler that takes a quarter of the time of the one whose parts are used below. */
const TSC = 'typescript-native/bin/tsc';
const CONFIG = join(root, 'tools/pack/tsconfig.json');

/**
 * Writes the declarations of whole libraries. Their types are checked elsewhere.
 * @param {readonly string[]} sources the first files of the libraries
 * @param {string} folder
 */
export function emitDeclarations(sources, folder) {
  const config = join(folder, 'tsconfig.json');
  const text = JSON.stringify({
    extends: CONFIG,
    compilerOptions: {
      ...{ noCheck: true, outDir: folder, typeRoots: [join(root, 'node_modules/@types')] },
    },
    files: sources.map((file) => join(root, file)),
  });
  writeFileSync(config, text);
  const { status, stdout, stderr } = spawnSync(process.execPath, [script(TSC), '-p', config], {
    cwd: root,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`Declarations: ${stdout}${stderr}`);
}

/**
 * @param {object} options
 * @param {string} options.from where the declarations of all libraries are
 * @param {string} options.library
 * @param {readonly string[]} options.entries files of its sources, without their ending
 * @param {Record<string, string>} options.inlined libraries that go into the package, each with its first file
 * @param {string} options.folder where they go; the path of a source stays
 * @returns {string[]} the packages and entries of packages that the types use
 */
export function writeTypes({ from, library, entries, inlined, folder }) {
  /** @param {Place} place */
  const declarationOf = ({ library: name, file }) => join(from, name, 'src', `${file}.d.ts`);
  const waiting = entries.map((file) => ({ library, file }));
  const done = new Set();
  /** @type {Set<string>} */
  const used = new Set();
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const target = placeOf(next, library);
    if (done.has(target)) continue;
    done.add(target);
    const here = next;
    const text = rewrite(readFileSync(declarationOf(here), 'utf8'), (specifier) => {
      const found = follow(here, specifier, inlined, (place) => existsSync(declarationOf(place)));
      if (!found) {
        used.add(specifier);
        return specifier;
      }
      waiting.push(found);
      const path = relative(dirname(target), placeOf(found, library));
      return `${path.startsWith('.') ? '' : './'}${path}.js`;
    });
    mkdirSync(dirname(join(folder, target)), { recursive: true });
    writeFileSync(join(folder, `${target}.d.ts`), text);
  }
  return [...used];
}

/** @typedef {{ library: string, file: string }} Place */

/** @param {Place} place @param {string} library whose package it is */
function placeOf(place, library) {
  return place.library === library ? place.file : join(place.library, place.file);
}

/**
 * @param {Place} from
 * @param {string} specifier
 * @param {Record<string, string>} inlined
 * @param {(place: Place) => boolean} isThere
 * @returns {Place | undefined} `undefined` for what is in another package
 */
function follow(from, specifier, inlined, isThere) {
  const [name, file] = Object.entries(inlined).find(([each]) => each === specifier) ?? [];
  if (name && file) return { library: name.slice(name.lastIndexOf('/') + 1), file };
  if (!specifier.startsWith('.')) return undefined;
  const plain = join(dirname(from.file), specifier);
  const found = [plain, join(plain, 'index')]
    .map((file) => ({ library: from.library, file }))
    .find(isThere);
  if (!found) throw new Error(`${from.library}/src/${from.file}.ts: ${specifier} is not there.`);
  return found;
}

/** @param {string} text @param {(specifier: string) => string} change @returns {string} */
function rewrite(text, change) {
  const { importedFiles } = ts.preProcessFile(text, true, true);
  let result = '';
  let done = 0;
  for (const { fileName, pos } of [...importedFiles].sort((a, b) => a.pos - b.pos)) {
    // The range covers the quotes of some forms and not those of others.
    const at = text.indexOf(fileName, pos);
    result += text.slice(done, at) + change(fileName);
    done = at + fileName.length;
  }
  return result + text.slice(done);
}
