// A backup of a running node, and what it is for: a disk that is lost, and a ring that is lost as a whole.
import { ChordClient } from '@chord-dht/client';
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { useLab } from './harness/lab';
import { type NodeProcess } from './harness/node-process';
import { PATIENCE } from './harness/patience';

const CHORDCTL = join(__dirname, '../../../dist/apps/chordctl/main.mjs');
const KEYS = 200;
const name = (at: number) => `key/${at}`;

async function chordctl(args: readonly string[]): Promise<string> {
  const env = { PATH: process.env['PATH'] };
  const { stdout } = await promisify(execFile)(process.execPath, [CHORDCTL, ...args], { env });
  return stdout.trim();
}

describe('a backup of one of three nodes', () => {
  const lab = useLab();
  const folder = mkdtempSync(join(tmpdir(), 'chord-backups-'));
  let nodes: NodeProcess[];
  let backup: string;
  afterAll(() => rmSync(folder, { recursive: true }));

  const clientOf = (of: readonly NodeProcess[]) =>
    new ChordClient({
      ...{ endpoints: of.map(({ address }) => address), timeoutMs: 120_000 * PATIENCE },
    });
  const valuesAt = async (of: readonly NodeProcess[]): Promise<(string | null)[]> => {
    const gets = Array.from({ length: KEYS }, (_, at) => ({ op: 'get', key: name(at) }) as const);
    const results = await clientOf(of).batch(gets);
    expect(results.filter(({ error }) => error)).toEqual([]);
    return results.map(({ bytes }) => bytes && Buffer.from(bytes).toString());
  };
  const write = async (from: number, to: number, text: string): Promise<void> => {
    const puts = Array.from({ length: to - from }, (_, at) => ({ key: name(from + at), text }));
    const results = await clientOf(nodes).batch(
      puts.map(({ key }) => ({ op: 'put', key, value: `${text} ${key}` })),
    );
    expect(results.filter(({ error }) => error)).toEqual([]);
  };
  const was = (at: number) => `first ${name(at)}`;

  it('is made while the node runs and is written to', async () => {
    nodes = await lab.startRing(3, { args: ['--backup-dir', folder] });
    await lab.untilHealthy(nodes);
    await write(0, KEYS, 'first');
    const [first] = nodes as [NodeProcess];
    // What two of three have is acknowledged; the backup has what this one has.
    await lab.until('every key at the first', async () => {
      const { store } = (await first.once('GET', '/api/v1/node')).json<{
        store: { keys: number };
      }>();
      return store.keys === KEYS || `${store.keys} keys`;
    });
    let isOver = false;
    let beside = 0;
    const writing = (async () => {
      for (; !isOver; beside += 1) await clientOf(nodes).put(`beside/${beside}`, 'x');
    })();
    try {
      await lab.until('a write beside it', () => beside > 0 || 'none yet');
      backup = await chordctl(['--endpoints', first.address, 'backup', '--quiet']);
    } finally {
      isOver = true;
      await writing;
    }
    expect(existsSync(join(backup, 'backup.json'))).toBe(true);
  });

  it('takes the place of a disk that is lost; what was changed since stays changed', async () => {
    await write(0, 50, 'second');
    const client = clientOf(nodes);
    for (let at = 50; at < 60; at += 1) expect(await client.delete(name(at))).toBe(true);
    const [lost, ...others] = nodes as [NodeProcess, NodeProcess, NodeProcess];
    await lost.kill();
    rmSync(lost.dataDir, { recursive: true });
    const [another] = (await lab.prepare(1)) as [NodeProcess];
    await chordctl(['restore', backup, '--data-dir', another.dataDir]);
    await another.start(['--join', others.map(({ address }) => address).join(',')]);
    await another.logged('was restored from a backup');
    nodes = [...others, another];
    await lab.untilHealthy(nodes);
    const expected = Array.from({ length: KEYS }, (_, at) =>
      at < 50 ? `second ${name(at)}` : at < 60 ? null : was(at),
    );
    expect(await valuesAt(nodes)).toEqual(expected);
    expect(await valuesAt([another])).toEqual(expected);
  });

  it('is what is left of a ring that is lost with all its disks', async () => {
    for (const node of nodes) {
      await node.kill();
      rmSync(node.dataDir, { recursive: true });
    }
    const [again] = nodes as [NodeProcess];
    await chordctl(['restore', backup, '--data-dir', again.dataDir]);
    await again.start();
    expect(await valuesAt([again])).toEqual(Array.from({ length: KEYS }, (_, at) => was(at)));
    await clientOf([again]).put(name(0), 'and it serves on');
    expect((await clientOf([again]).get(name(0)))?.text()).toBe('and it serves on');
  });
});
