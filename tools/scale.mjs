// Many keys: what clients notice while members come and go, or (--sizing) what a node takes.
// node tools/scale.mjs --keys 300000 --port 26000 --story grow (or tenth, death, away, merge)
import { mkdtemp, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const { values } = parseArgs({
  options: {
    keys: { type: 'string', default: '50000' },
    bytes: { type: 'string', default: '100' },
    port: { type: 'string', default: '26000' },
    story: { type: 'string', default: 'grow' },
    members: { type: 'string' },
    pace: { type: 'string', default: '500' },
    seconds: { type: 'string', default: '120' },
    sizing: { type: 'boolean', default: false },
    counts: { type: 'string', default: '1000,10000,100000,1000000' },
    sizes: { type: 'string', default: '100,1024,2048,4096,16384' },
    'wear-keys': { type: 'string', default: '200000' },
  },
});
const numbers = (/** @type {string} */ list) => list.split(',').filter(Boolean).map(Number);
const print = (/** @type {string} */ line) => console.log(line);
const main = join(root, 'dist/apps/node/main.mjs');
const port = Number(values.port);

const bundled = await bundle({
  story: 'apps/node-e2e/src/scale/story.ts',
  sizing: 'apps/node-e2e/src/scale/sizing.ts',
  folders: 'libs/engine-lmdb/src/testing/folders.ts',
});
const { folders } = bundled;
if (values.sizing) {
  const [counts, sizes] = [numbers(values.counts), numbers(values.sizes)];
  const wearKeys = Number(values['wear-keys']);
  await bundled.sizing.size({ main, port, counts, sizes, wearKeys, print, folders });
} else {
  const names = Object.keys(bundled.story.STORIES);
  if (!names.includes(values.story)) {
    console.error(`There is no story ${values.story}: one of ${names.join(', ')}.`);
    process.exit(2);
  }
  const isWell = await bundled.story.tellStory(values.story, {
    ...{ main, port, print, folders },
    keys: Number(values.keys),
    valueBytes: Number(values.bytes),
    ...(values.members && { members: Number(values.members) }),
    pace: Number(values.pace),
    secondsMax: Number(values.seconds),
  });
  print(isWell ? 'nothing is lost, all have the same' : 'SOMETHING IS LOST OR DIFFERS');
  process.exitCode = isWell ? 0 : 1;
}

/** @param {Record<string, string>} entryPoints */
async function bundle(entryPoints) {
  // Inside of the workspace, so that what is bundled finds its packages.
  const folder = await mkdtemp(join(root, 'dist/scale-'));
  try {
    await build({
      absWorkingDir: root,
      entryPoints,
      outdir: folder,
      outExtension: { '.js': '.mjs' },
      bundle: true,
      platform: 'node',
      format: 'esm',
      target: 'node20',
      external: ['lmdb', 'fs-native-extensions'],
      tsconfig: join(root, 'tsconfig.base.json'),
      logLevel: 'warning',
    });
    const names = Object.keys(entryPoints);
    const parts = await Promise.all(
      names.map((name) => import(pathToFileURL(join(folder, `${name}.mjs`)).href)),
    );
    return Object.fromEntries(names.map((name, at) => [name, parts[at]]));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
