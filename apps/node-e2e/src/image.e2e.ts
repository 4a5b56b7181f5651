// The content of the container image, run as the image runs it: another user, a read-only root, nothing else there.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { answered, textOf } from './harness/answered';
import { useLab } from './harness/lab';
import type { NodeProcess } from './harness/node-process';

const ROOT = join(__dirname, '../../..');
const SCRIPT = join(__dirname, 'harness/image-root.sh');
const USER = 65_532;
const TREE_BYTES_MAX = 60 * 1024 * 1024;

/** Whether this machine lets us make a root of our own. */
const canIsolate =
  process.platform === 'linux' &&
  process.getuid?.() === 0 &&
  spawnSync('unshare', ['--mount', '--pid', '--fork', 'true']).status === 0;

(canIsolate ? describe : describe.skip)('the tree of the image', () => {
  const lab = useLab();
  const folder = mkdtempSync(join(tmpdir(), 'chord-image-'));
  const tree = join(folder, 'tree');
  const data = join(folder, 'data');
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const isolated = (...command: readonly string[]): string[] => [
    ...['unshare', '--mount', '--pid', '--fork', '--kill-child', 'bash', SCRIPT],
    ...[tree, process.execPath, data, ...command],
  ];
  const inside = (...command: readonly string[]) => {
    const [program = '', ...args] = isolated(...command);
    return spawnSync(program, args, { encoding: 'utf8' });
  };

  /** A signal would end the program that made the namespaces, and the node some moments later. */
  const shutDown = async (node: NodeProcess): Promise<void> => {
    await answered(node.post('/shutdown'), 200);
    expect(await node.ended()).toEqual({ code: 0, signal: null });
  };

  it('is small, and serves everything as a user who may write nothing but data', async () => {
    execFileSync(process.execPath, [join(ROOT, 'tools/image-tree.mjs'), tree]);
    mkdirSync(data);
    const bytes = Number(/^\d+/.exec(String(execFileSync('du', ['-sb', tree])))?.[0]);
    expect(bytes).toBeLessThan(TREE_BYTES_MAX);

    const [node] = (await lab.prepare(1)) as [NodeProcess];
    const port = String(node.port);
    node.wrap = () => isolated('/nodejs/bin/node', '/app/node/main.mjs', '--port', port);
    await node.start();
    expect((await textOf(node.put('/db/key', 'value'))).trim()).toBe('ok');
    expect(await textOf(node.get('/db/key'))).toBe('value');
    expect(await textOf(node.get('/'))).toContain('<app-root');
    await answered(node.get('/docs'), 200);
    expect(
      (await answered(node.get('/docs/swagger-ui-bundle.js'), 200)).body.length,
    ).toBeGreaterThan(100_000);
    expect(await textOf(node.get('/metrics'))).toMatch(/^chord_ready 1$/m);
    expect(node.log).toContain('"dataDir":"/data/node"');
    // What keeps a second process off the data is the kernel, and not a note.
    expect(node.log).not.toContain('data-folder');
    const { uid, mode } = statSync(join(data, 'node'));
    expect([uid, mode & 0o777]).toEqual([USER, 0o700]);

    const check = inside('/nodejs/bin/node', '/app/node/healthcheck.mjs', '--port', port);
    expect([check.stdout, check.status]).toEqual(['The node lives.\n', 0]);
    const ctl = ['/nodejs/bin/node', '/app/chordctl/main.mjs', '--endpoints', `localhost:${port}`];
    expect(inside(...ctl, 'get', 'key').stdout.trim()).toBe('value');
    const probe = `try { require('fs').writeFileSync('/app/x', ''); } catch (error) { console.log(process.getuid(), error.code); }`;
    expect(inside('/nodejs/bin/node', '-e', probe).stdout).toBe(`${USER} EROFS\n`);

    await shutDown(node);
    const after = inside('/nodejs/bin/node', '/app/node/healthcheck.mjs', '--port', port);
    expect([after.stdout, after.status]).toEqual([expect.stringContaining('ECONNREFUSED'), 1]);
  });

  it('starts again on what it has kept', async () => {
    const [node] = (await lab.prepare(1)) as [NodeProcess];
    const again = ['--port', String(node.port), '--data-dir', '/data/other'];
    node.wrap = () => isolated('/nodejs/bin/node', '/app/node/main.mjs', ...again);
    for (const value of ['', 'value']) {
      await node.start();
      expect(await textOf(node.get('/db/kept'))).toBe(value);
      await node.put('/db/kept', 'value');
      await shutDown(node);
    }
    expect(readFileSync(join(data, 'other', 'data.mdb')).length).toBeGreaterThan(0);
  });
});
