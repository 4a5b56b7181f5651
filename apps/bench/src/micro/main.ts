// The program `bench:micro`: how long each of the hot pieces takes, without anything around it.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Bench } from 'tinybench';
import { table } from '../tables/table';
import { readNumber } from '../system/flags';
import { microTable, type MicroRow } from './report';
import { bytePieces, enginePieces, keyPieces, type Piece } from './pieces';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const SIZES = [100, 10 * 1024, 1_000_000];
/** A thousand records of more would be more than a look is worth. */
const ENGINE_SIZES = [100, 10 * 1024];
const HELP = `npx nx run bench:micro -- [options]

Measures the pieces that every operation goes through, one by one: medians.

  --duration SECONDS   for each piece (default 0.5)`;

async function measure(
  pieces: readonly Piece[],
  valueBytes: number,
  timeMs: number,
): Promise<MicroRow[]> {
  const bench = new Bench({ time: timeMs, warmupTime: timeMs / 4, throws: true });
  for (const { name, run } of pieces) bench.add(name, run);
  await bench.run();
  return bench.tasks.map(({ name, result }, index) => {
    if (result.state !== 'completed') throw new Error(`${name}: ${result.state}`);
    const { p50, p99, samplesCount } = result.latency;
    const micros = (ms: number) => (ms * 1000) / pieces[index]!.operations;
    return {
      piece: name,
      valueBytes,
      micros: micros(p50),
      p99Micros: micros(p99),
      samples: samplesCount,
    };
  });
}

async function measureEngine(valueBytes: number, timeMs: number): Promise<MicroRow[]> {
  mkdirSync(join(root, 'tmp'), { recursive: true });
  const folder = mkdtempSync(join(root, 'tmp/bench-micro-'));
  try {
    const { pieces, store } = await enginePieces(folder, valueBytes);
    const rows = await measure(pieces, valueBytes, timeMs);
    await store.close();
    return rows;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      duration: { type: 'string', default: '0.5' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(`${HELP}\n`);
    return;
  }
  const timeMs = readNumber('duration', values.duration, 0.01, 60) * 1000;
  const rows = await measure(keyPieces(), 0, timeMs);
  for (const size of SIZES) rows.push(...(await measure(bytePieces(size), size, timeMs)));
  for (const size of ENGINE_SIZES) rows.push(...(await measureEngine(size, timeMs)));
  const out = join(root, 'dist/bench/micro.json');
  mkdirSync(dirname(out), { recursive: true });
  writeFileSync(out, `${JSON.stringify(rows, null, 1)}\n`);
  process.stdout.write(`${table(microTable(rows))}\n`);
}

await main();
