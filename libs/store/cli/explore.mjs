// Tries the larger small worlds of the machine of views: npx nx run store:explore -- --states 5000000 --world crash
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';

const workspace = fileURLToPath(new URL('../../..', import.meta.url));
const { values } = parseArgs({
  options: {
    /** Where a world is left, when it has more. */
    states: { type: 'string', default: '2000000' },
    /** Of so many states one is looked at for whether the arc is served again. */
    recover: { type: 'string', default: '1000' },
    /** Only worlds whose names have this in them. */
    world: { type: 'string', default: '' },
  },
});

const { explore, LARGE_WORLDS, step } = await load();
for (const world of LARGE_WORLDS.filter(({ name }) => name.includes(values.world))) {
  const limits = { statesMax: Number(values.states), recoverEach: Number(values.recover) };
  const { states, moves, recovered, isComplete, violation } = explore(world, step, limits);
  const extent = isComplete ? 'all of them' : 'there are more';
  console.log(
    `${world.name}: ${states} states (${extent}), ${moves} moves, ${recovered} recoveries`,
  );
  if (!violation) continue;
  process.exitCode = 1;
  console.log(`${violation.sentence}\n  ${violation.trace.join('\n  ')}`);
}

async function load() {
  const folder = await mkdtemp(join(tmpdir(), 'explore-'));
  try {
    const outfile = join(folder, 'explore.mjs');
    await build({
      entryPoints: [join(workspace, 'libs/store/src/testing/explorer/index.ts')],
      bundle: true,
      format: 'esm',
      target: 'es2022',
      tsconfig: join(workspace, 'tsconfig.base.json'),
      logLevel: 'warning',
      outfile,
    });
    return await import(pathToFileURL(outfile).href);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
