// Measures calls a second between two processes for each transport: small messages, a bounded number in
// flight. It stops by itself after a few seconds.
//   node tools/bench/transport.mjs [seconds per window] [windows] [calls in flight]
import { fork } from 'node:child_process';
import { cpus } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const here = fileURLToPath(import.meta.url);
const root = join(dirname(here), '../..');
const bundle = join(root, 'dist/bench/transport.mjs');
const RING = { bits: 160, hash: 'sha-1' };
const ID = '0f'.repeat(20);
const PAYLOAD = 'x'.repeat(60);

/** The transports are TypeScript: they are bundled as the node's build does it. */
async function buildBundle() {
  const { build } = await import('esbuild');
  await build({
    absWorkingDir: root,
    stdin: {
      contents: `export { AddressPolicy, createTransport } from '@chord-dht/transport';
        export { default as Fastify } from 'fastify';`,
      resolveDir: root,
      loader: 'ts',
    },
    outfile: bundle,
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node20',
    tsconfig: 'tsconfig.base.json',
  });
}

/** @param {string} kind @param {string} address */
async function transportOf(kind, address) {
  const { createTransport, AddressPolicy, Fastify } = await import(pathToFileURL(bundle).href);
  const self = { id: ID, address };
  const policy = new AddressPolicy({ loopbackOnly: true });
  return { Fastify, self, ...createTransport(kind, { self, ring: RING, policy }) };
}

/** The called process. @param {string} kind */
async function serve(kind) {
  const { Fastify, transport, attach } = await transportOf(kind, '127.0.0.1:1');
  const fastify = Fastify();
  attach(fastify.server, fastify);
  transport.serve(async (/** @type {{ body: unknown }} */ { body }) => ({ ok: true, body }));
  await fastify.listen({ host: '127.0.0.1', port: 0 });
  const { port } = /** @type {import('node:net').AddressInfo} */ (fastify.server.address());
  process.on('message', () => process.send?.(process.cpuUsage()));
  process.on('disconnect', () => process.exit());
  process.send?.(port);
}

/**
 * @param {import('node:child_process').ChildProcess} server
 * @returns {Promise<NodeJS.CpuUsage>}
 */
function cpuOf(server) {
  const answer = new Promise((resolve) => server.once('message', resolve));
  server.send('cpu');
  return /** @type {Promise<NodeJS.CpuUsage>} */ (answer);
}

/** @param {NodeJS.CpuUsage} cpu */
const seconds = ({ user, system }) => (user + system) / 1e6;

/**
 * @param {(index: number) => Promise<unknown>} call
 * @param {number} windowMs
 * @param {number} inFlight
 */
async function callsIn(call, windowMs, inFlight) {
  const startedMs = performance.now();
  const endMs = startedMs + windowMs;
  let calls = 0;
  const work = async () => {
    while (performance.now() < endMs) await call((calls += 1));
  };
  await Promise.all(Array.from({ length: inFlight }, work));
  return (calls * 1000) / (performance.now() - startedMs);
}

/** @param {string} kind @param {number} windowMs @param {number} windows @param {number} inFlight */
async function measure(kind, windowMs, windows, inFlight) {
  const server = fork(here, ['--serve', kind]);
  const port = await new Promise((resolve) => server.once('message', resolve));
  const address = `127.0.0.1:${port}`;
  const { transport, self } = await transportOf(kind, '127.0.0.1:2');
  const envelope = {
    version: 1,
    ring: RING,
    from: self,
    to: ID,
    type: 'bench.echo',
    deadlineMs: 500,
  };
  const call = (/** @type {number} */ index) =>
    transport.request(address, { ...envelope, body: { index, key: PAYLOAD } }, 20_000);
  await callsIn(call, windowMs / 3, inFlight);
  const before = [process.cpuUsage(), await cpuOf(server)].map(seconds);
  const rates = [];
  for (let window = 0; window < windows; window += 1) {
    rates.push(await callsIn(call, windowMs, inFlight));
  }
  const after = [process.cpuUsage(), await cpuOf(server)].map(seconds);
  const alone = await callsIn(call, windowMs, 1);
  rates.sort((a, b) => b - a);
  const calls = (rates.reduce((sum, rate) => sum + rate, 0) * windowMs) / 1000;
  const cpuMicros = after.map((total, end) => ((total - Number(before[end])) / calls) * 1e6);
  await transport.close();
  server.disconnect();
  return { best: rates[0] ?? 0, median: rates[rates.length >> 1] ?? 0, cpuMicros, alone };
}

async function main() {
  const [windowSeconds = 1.5, windows = 5, inFlight = 64] = process.argv.slice(2).map(Number);
  await buildBundle();
  console.log(`Node ${process.versions.node}, ${cpus().length} cores, ${inFlight} calls in flight`);
  console.log('transport  best/s   median/s  CPU µs a call (caller, callee)  one at a time/s');
  for (const kind of ['http', 'mux']) {
    const { best, median, cpuMicros, alone } = await measure(
      kind,
      windowSeconds * 1000,
      windows,
      inFlight,
    );
    const cpu = cpuMicros.map((micros) => micros.toFixed(1)).join(', ');
    const columns = [kind.padEnd(9), best.toFixed(0).padStart(7), median.toFixed(0).padStart(10)];
    console.log(`${columns.join('  ')}  ${cpu.padStart(29)}  ${alone.toFixed(0).padStart(15)}`);
  }
}

await (process.argv[2] === '--serve' ? serve(process.argv[3] ?? 'mux') : main());
