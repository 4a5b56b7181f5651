// Runs at the build: lets the node that lies beside it be two members of a ring for a moment, and keeps what the engine
// has compiled for them. The first argument says where the node will lie.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CODE, Compiled } from './compiled';
import { freePort } from './http/listen';

/** What a ring is asked first. */
const ASKED: readonly string[] = [
  ...Array.from({ length: 8 }, (_, at) => [`PUT /db/key-${at}`, `GET /db/key-${at}`]).flat(),
  ...['DELETE /db/key-0', 'PUT /api/v1/keys/key', 'GET /api/v1/keys/key', 'GET /api/v1/keys'],
  ...['GET /api/v1/lookups/key', 'GET /api/v1/node', 'GET /metrics', 'GET /dht'],
  ...['GET /dht/get_successor', 'GET /dht/get_predecessor', 'GET /dht/peers'],
];
/** Not to wait for ever where a ring cannot come to be: then less is compiled ahead. */
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

/** @returns the address of one more node of this process */
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

/** As whoever starts a ring waits for it: only then every key has its copies. */
async function untilHealthy(): Promise<void> {
  const untilMs = performance.now() + HEALTHY_WITHIN_MS;
  while (!(await ask(first, 'GET /api/v1/ring')).includes('"state":"healthy"')) {
    if (performance.now() > untilMs) return;
    await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
  }
}
