// Plays the fault scenarios on real processes for a time: node tools/faults.mjs --minutes 10 --seed 1 --only kill,full --repeat 3
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '1' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string' },
    repeat: { type: 'string', default: '1' },
    out: { type: 'string', default: join(root, 'dist/faults') },
  },
});
process.env['CHORD_E2E_MAIN'] ??= join(root, 'dist/apps/node/main.mjs');

const folder = await mkdtemp(join(tmpdir(), 'chord-faults-'));
const outfile = join(folder, 'long-run.cjs');
await build({
  absWorkingDir: root,
  entryPoints: ['apps/node-e2e/src/faults/long-run.ts'],
  outfile,
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  tsconfig: join(root, 'tsconfig.base.json'),
  logLevel: 'warning',
});
const { longRun } = await import(pathToFileURL(outfile).href);
await rm(folder, { recursive: true, force: true });

for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(130));
const failures = await longRun({
  minutes: Number(values.minutes),
  seed: Number(values.seed),
  only: values.only?.split(','),
  repeat: Number(values.repeat),
  print: (/** @type {string} */ line) => console.log(line),
  folder: values.out,
});
console.log(failures === 0 ? 'Nothing was lost.' : `${failures} runs broke the promise.`);
process.exit(failures === 0 ? 0 : 1);
