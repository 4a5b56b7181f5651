// Makes the package of a library: a bundle for each of its entries, types, manifest, README and licence.
import { build } from 'esbuild';
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { decorators } from '../lib/decorators.mjs';
import { root } from '../lib/root.mjs';
import { compileComponents } from './angular.mjs';
import { dependenciesOf, headOf } from './manifest.mjs';
import { SCOPE } from './packages.mjs';
import { writeTypes } from './types.mjs';

/** @type {Record<string, [string]>} */
const paths = JSON.parse(readFileSync(join(root, 'tsconfig.base.json'), 'utf8')).compilerOptions
  .paths;

/** What may be imported of a library: each name below its own, with the file. @param {string} library */
export function entriesOf(library) {
  const name = SCOPE + library;
  const sources = join('libs', library, 'src');
  return Object.entries(paths)
    .filter(([each]) => each === name || each.startsWith(`${name}/`))
    .map(([each, [file]]) => ({
      name: each,
      /** `.` or `./testing` */
      path: each === name ? '.' : `.${each.slice(name.length)}`,
      file: relative(sources, file).replace(/\.ts$/, ''),
      source: file,
    }));
}

/** @param {readonly string[]} inlined names of libraries that go into the bundle */
const inline = (inlined) => ({
  name: 'inlined-libraries',
  setup(/** @type {import('esbuild').PluginBuild} */ bundle) {
    bundle.onResolve({ filter: new RegExp(`^${SCOPE}`) }, ({ path }) => {
      const [file] = inlined.some((each) => path === SCOPE + each) ? (paths[path] ?? []) : [];
      return file ? { path: join(root, file) } : { path, external: true };
    });
  },
});

/**
 * @param {import('./packages.mjs').Library} library
 * @param {string} folder
 * @param {string} declarations of all libraries, see `emitDeclarations`
 */
export async function makeLibrary(library, folder, declarations) {
  const { name, inlined = [] } = library;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const entries = entriesOf(name);
  if (library.hasComponents)
    compileComponents(
      name,
      entries.map(({ source }) => source),
      declarations,
    );
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: Object.fromEntries(
      entries.map(({ path, file, source }) => [
        path === '.' ? 'index' : path.slice(2),
        library.hasComponents ? join(declarations, name, 'src', `${file}.js`) : source,
      ]),
    ),
    outdir: folder,
    bundle: true,
    splitting: true,
    chunkNames: 'parts/[name]-[hash]',
    packages: 'external',
    platform: library.forNode ? 'node' : 'neutral',
    format: 'esm',
    target: 'es2022',
    charset: 'utf8',
    metafile: true,
    logLevel: 'warning',
    plugins: [inline(inlined), decorators],
  });
  const imported = Object.values(metafile.outputs).flatMap(({ imports }) =>
    imports.filter(({ external }) => external).map(({ path }) => path),
  );
  const typed = writeTypes({
    from: declarations,
    library: name,
    entries: entries.map(({ file }) => file),
    inlined: Object.fromEntries(inlined.map((each) => [SCOPE + each, 'index'])),
    folder: join(folder, 'types'),
  });
  const manifest = {
    ...headOf({ ...library, name: SCOPE + name }),
    sideEffects: false,
    exports: exportsOf(entries),
    ...dependenciesOf(library, [...imported, ...typed]),
  };
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  copyFileSync(join(root, 'LICENSE'), join(folder, 'LICENSE'));
  writeFileSync(join(folder, 'README.md'), readmeOf(name));
}

/** Links to other files of the workspace lead nowhere from a package. @param {string} name */
function readmeOf(name) {
  const text = readFileSync(join(root, 'libs', name, 'README.md'), 'utf8');
  return text
    .replace(`# libs/${name}:`, `# ${SCOPE}${name}:`)
    .replace(/\[([^\]]+)\]\(\.\.?\/[^)]*\)/g, '$1');
}

/** @param {ReturnType<typeof entriesOf>} entries */
function exportsOf(entries) {
  return {
    ...Object.fromEntries(
      entries.map(({ path, file }) => [
        path,
        {
          types: `./types/${file}.d.ts`,
          default: path === '.' ? './index.js' : `${path}.js`,
        },
      ]),
    ),
    './package.json': './package.json',
  };
}
