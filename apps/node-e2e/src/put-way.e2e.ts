// The way of a PUT through the files, as docs/architecture.md tells it, followed through a real node.
import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { send } from './harness/http';
import { useLab } from './harness/lab';

const ROOT = join(__dirname, '../../..');
const FILES_MAX = 12;
/** Below the root, where its packages are found. */
const MAIN = join(ROOT, `tmp/traced-${process.pid}/main.mjs`);
const OUT = join(MAIN, '../trace.json');
const ENGINE = 'libs/engine-lmdb/src/lmdb-record-store.ts';

/** The numbered rows of the table. */
const told = [
  ...readFileSync(join(ROOT, 'docs/architecture.md'), 'utf8').matchAll(/^\| \d+ +\| `([^`]+)`/gm),
].map(([, file]) => String(file));

describe('a PUT at the node that answers for the key', () => {
  const lab = useLab();
  let files: readonly string[];

  beforeAll(async () => {
    execFileSync(process.execPath, [join(ROOT, 'tools/traced-node.mjs'), MAIN], { cwd: ROOT });
    const [node] = await lab.prepare(1, { env: { CHORD_TRACE_OUT: OUT } });
    if (!node) throw new Error('there is no node');
    node.wrap = ([program = '', , ...args]) => [program, MAIN, ...args];
    await node.start();
    const { status } = await send(node.port, 'PUT', '/db/greeting', { body: 'hello' });
    expect(status).toBe(200);
    const trace = JSON.parse(readFileSync(OUT, 'utf8')) as readonly (readonly [string, string])[];
    files = trace.map(([file]) => file);
  });
  afterAll(() => rmSync(join(MAIN, '..'), { recursive: true, force: true }));

  it('goes through the files of the page in their order, and never comes back to one', () => {
    const way = files.filter((file) => told.includes(file));
    expect(way.filter((file, at) => file !== way[at - 1])).toEqual(told);
    expect(told.length).toBeLessThanOrEqual(FILES_MAX);
    expect(files.at(-1)).toBe(ENGINE);
  });

  it('enters what it asks on its way, and no more than that', () => {
    const asked = new Set(files.filter((file) => !told.includes(file) && file !== ENGINE));
    // A file that comes to be among those that hand it on comes back between two others.
    expect(asked.size).toBeGreaterThan(20);
    expect(asked.size).toBeLessThan(64);
  });
});
