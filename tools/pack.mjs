// Writes what can be installed, dist/packages/*.tgz: `npm run pack:all`. Everything has to be built before, which
// the npm script does.
//   node tools/pack.mjs --to /tmp/packages chord store     only these, elsewhere
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { npmCommand } from './lib/prepare.mjs';
import { root } from './lib/root.mjs';
import { makeApplication } from './pack/application.mjs';
import { entriesOf, makeLibrary } from './pack/library.mjs';
import { LIBRARIES } from './pack/packages.mjs';
import { emitDeclarations } from './pack/types.mjs';

const APPLICATION = 'chord-dht';

const { values, positionals: named } = parseArgs({
  options: { to: { type: 'string', default: join(root, 'dist/packages') } },
  allowPositionals: true,
});
const target = resolve(values.to);
const isWanted = (/** @type {string} */ name) => named.length === 0 || named.includes(name);
const libraries = LIBRARIES.filter(({ name }) => isWanted(name));

mkdirSync(target, { recursive: true });
if (named.length === 0)
  for (const file of readdirSync(target)) rmSync(join(target, file), { recursive: true });
if (libraries.length > 0) await makeLibraries();
if (isWanted(APPLICATION)) makeApplication(join(target, APPLICATION));

const folders = [...libraries.map(({ name }) => name), ...[APPLICATION].filter(isWanted)];
const [npm, ...before] = npmCommand();
const packed = run(npm, [
  ...[...before, 'pack', '--json', '--ignore-scripts', '--pack-destination', target],
  ...folders.map((name) => join(target, name)),
]);
for (const { filename, size, unpackedSize, entryCount } of JSON.parse(packed)) {
  const sizes = [size, unpackedSize].map((bytes) => `${(bytes / 1024).toFixed(0)} KiB`);
  console.log(`${filename}  ${sizes[0]}, unpacked ${sizes[1]} in ${entryCount} files`);
}

async function makeLibraries() {
  const declarations = mkdtempSync(join(tmpdir(), 'chord-types-'));
  try {
    const sources = libraries
      .filter(({ hasComponents }) => !hasComponents)
      .flatMap(({ name }) => entriesOf(name).map(({ source }) => source));
    emitDeclarations(sources, declarations);
    for (const library of libraries)
      await makeLibrary(library, join(target, library.name), declarations);
  } finally {
    rmSync(declarations, { recursive: true });
  }
}

/** @param {string} command @param {readonly string[]} args @returns {string} */
function run(command, args) {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: root, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} ${args[0]}: ${stdout}${stderr}`);
  return stdout;
}
