// Many keys under load: node tools/scale.mjs --keys 300000 --port 26000
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
    members: { type: 'string', default: '3' },
    pace: { type: 'string', default: '500' },
    seconds: { type: 'string', default: '120' },
  },
});
// Inside of the workspace, so that what is bundled finds its packages.
const folder = await mkdtemp(join(root, 'dist/scale-'));
await build({
  absWorkingDir: root,
  entryPoints: {
    story: 'apps/node-e2e/src/scale/story.ts',
    folders: 'apps/node/src/db/engine/testing/folders.ts',
  },
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
const bundled = (/** @type {string} */ name) => import(pathToFileURL(join(folder, name)).href);
const { tellStory } = await bundled('story.mjs');
const folders = await bundled('folders.mjs');
await rm(folder, { recursive: true, force: true });
const isWell = await tellStory({
  main: join(root, 'dist/apps/node/main.mjs'),
  keys: Number(values.keys),
  valueBytes: Number(values.bytes),
  port: Number(values.port),
  members: Number(values.members),
  pace: Number(values.pace),
  secondsMax: Number(values.seconds),
  print: (/** @type {string} */ line) => console.log(line),
  folders,
});
console.log(isWell ? 'nothing is lost, all have the same' : 'SOMETHING IS LOST OR DIFFERS');
process.exitCode = isWell ? 0 : 1;
