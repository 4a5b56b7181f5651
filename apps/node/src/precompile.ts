// Runs at the build: starts the node of the same folder as two members of a ring for a moment, and stores the code that
// V8 has compiled for them. The first argument is the folder in which the node will run.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CODE, Compiled } from './compiled';
import { freePort } from './http/listen';

/** The first requests of a typical ring. */
const ASKED: readonly string[] = [
  ...Array.from({ length: 8 }, (_, at) => [`PUT /db/key-${at}`, `GET /db/key-${at}`]).flat(),
  ...['DELETE /db/key-0', 'PUT /api/v1/keys/key', 'GET /api/v1/keys/key', 'GET /api/v1/keys'],
  ...['GET /api/v1/lookups/key', 'GET /api/v1/node', 'GET /metrics', 'GET /dht'],
  ...['GET /dht/get_successor', 'GET /dht/get_predecessor', 'GET /dht/peers'],
];
/** The time limit in milliseconds; where no ring can be formed, less is compiled ahead. */
const HEALTHY_WITHIN_MS = 20_000;
const LOOK_AGAIN_MS = 50;

const folder = fileURLToPath(new URL('.', import.meta.url));
const [home = folder] = process.argv.slice(2);
const data = mkdtempSync(join(tmpdir(), 'chord-precompile-'));
process.on('exit', () => rmSync(data, { recursive: true, force: true }));

const compiled = new Compiled(folder, home);
const first = await start();
const second = await start();
await ask(first, 'PUT /dht/join', second);
await untilHealthy();
for (const node of [first, second]) for (const question of ASKED) await ask(node, question);
writeFileSync(join(folder, CODE), compiled.codeNow());
process.kill(process.pid, 'SIGTERM');

/** @returns the address of a further node in this process */
async function start(): Promise<string> {
  const port = String(await freePort());
  process.argv.splice(2, Infinity, '--port', port, '--data-dir', join(data, port));
  await compiled.run().running;
  return `localhost:${port}`;
}

/** @param question method and path */
async function ask(at: string, question: string, body = 'value'): Promise<string> {
  const [method = '', path = ''] = question.split(' ');
  const init = method === 'GET' ? {} : { body };
  return (await fetch(`http://${at}${path}`, { method, ...init })).text();
}

/** Waits as an operator would: only then does every key have its copies. */
async function untilHealthy(): Promise<void> {
  const untilMs = performance.now() + HEALTHY_WITHIN_MS;
  while (!(await ask(first, 'GET /api/v1/ring')).includes('"state":"healthy"')) {
    if (performance.now() > untilMs) return;
    await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
  }
}
