// Builds the programs that measure: one bundle for each process that a run starts.
import { build } from 'esbuild';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');

await build({
  absWorkingDir: root,
  entryPoints: {
    compare: 'apps/bench/src/report/compare-main.ts',
    load: 'apps/bench/src/load/main.ts',
    clients: 'apps/bench/src/clients/main.ts',
    micro: 'apps/bench/src/micro/main.ts',
    large: 'apps/bench/src/large/main.ts',
    gate: 'apps/bench/src/gate/main.ts',
    document: 'apps/bench/src/report/document-main.ts',
    bare: 'apps/bench/src/contenders/bare-server.ts',
  },
  outdir: join(root, 'dist/apps/bench'),
  outExtension: { '.js': '.mjs' },
  // With the workspace's own libraries, by the names that the tsconfig.json beside the sources has for them.
  bundle: true,
  packages: 'external',
  platform: 'node',
  format: 'esm',
  target: 'node20',
  sourcemap: 'linked',
  logLevel: 'warning',
});
