// Two of three copies are gone for good: what chordctl recover makes of what is left, and what exactly is lost.
import { ChordClient } from '@chord-dht/client';
import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { oracleOf, useLab } from './harness/lab';
import type { NodeProcess } from './harness/node-process';
import { PATIENCE } from './harness/patience';

const CHORDCTL = join(__dirname, '../../../dist/apps/chordctl/main.mjs');
const TIMEOUT_MS = 120_000 * PATIENCE;

interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

function chordctl(args: readonly string[]): Promise<Ran> {
  const child = spawn(process.execPath, [CHORDCTL, ...args], {
    ...{ env: { PATH: process.env['PATH'] }, stdio: ['ignore', 'pipe', 'pipe'] },
  });
  const written = { out: '', err: '' };
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (written.out += text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (written.err += text));
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, ...written })));
}

describe('the last of three copies', () => {
  const lab = useLab();
  const early = Array.from({ length: 40 }, (_, at) => `early/${at}`);
  const late = Array.from({ length: 5 }, (_, at) => `late/${at}`);
  let last: NodeProcess;
  let lost: NodeProcess[];

  beforeAll(async () => {
    const nodes = await lab.startRing(3);
    await lab.untilHealthy(nodes);
    [last, ...lost] = nodes as [NodeProcess, NodeProcess, NodeProcess];
  });

  it('gives nothing up while all are there', async () => {
    const ran = await chordctl(['--endpoints', last.address, 'recover', '--yes']);
    expect(ran).toMatchObject({
      ...{ code: 0, out: expect.stringContaining('nothing to recover') as string },
    });
    const client = new ChordClient({ endpoints: last.address });
    await expect(client.recover(['localhost:1'])).rejects.toMatchObject({ code: 'NO_RECOVERY' });
    expect(last.isRunning).toBe(true);
  });

  it('serves again, and lacks exactly what only the lost copies had', async () => {
    const both = new ChordClient({
      ...{ endpoints: lost.map(({ address }) => address), timeoutMs: TIMEOUT_MS },
    });
    for (const key of early) await both.put(key, `of ${key}`);
    // What two of three have is acknowledged; the last one is to have all of it.
    await lab.until('every early key at the last one', async () => {
      const { store } = (await last.once('GET', '/api/v1/node')).json<{
        store: { keys: number };
      }>();
      return store.keys === early.length || `${store.keys} keys`;
    });
    // What is acknowledged now lies on the other two alone. One that is merely suspended would find it in its sockets.
    await last.kill();
    for (const key of late) await both.put(key, `of ${key}`);
    for (const node of lost) {
      await node.kill();
      rmSync(node.dataDir, { recursive: true });
    }
    last.spawn();
    const alone = new ChordClient({ endpoints: last.address, timeoutMs: TIMEOUT_MS });
    await lab.until('the last one to say for whom it waits', async () => {
      const ring = await alone.ring().catch((error: Error) => error.message);
      if (typeof ring === 'string') return ring;
      return (ring.members.length === 1 && ring.unserved.length > 0) || 'not yet';
    });
    const quick = new ChordClient({ endpoints: last.address, attemptsMax: 1 });
    await expect(quick.get('early/0')).rejects.toMatchObject({ status: 503 });
    await expect(alone.recover(['localhost:1'])).rejects.toMatchObject({ code: 'NO_RECOVERY' });

    const asked = await chordctl(['--endpoints', last.address, 'recover']);
    expect(asked.code).toBe(2);
    for (const { address } of lost) expect(asked.err).toContain(address);
    expect(asked.err).toContain('Lost are writes');
    expect(last.isRunning).toBe(true);
    const recovered = await chordctl(['--endpoints', last.address, 'recover', '--yes']);
    expect(recovered).toMatchObject({ code: 0 });
    expect(recovered.out).toContain('served again');
    expect(last.isRunning).toBe(true);
    await last.logged('Lost are writes');

    const found: (string | undefined)[] = [];
    for (const key of [...early, ...late]) found.push((await alone.get(key))?.text());
    expect(found).toEqual([...early.map((key) => `of ${key}`), ...late.map(() => undefined)]);
    await alone.put('late/0', 'written anew');
    expect((await alone.get('late/0'))?.text()).toBe('written anew');
  });

  it('is joined by those that it gave up, with empty folders, and is healthy', async () => {
    await Promise.all(lost.map((node) => node.start(['--join', last.address])));
    await lab.untilHealthy([last, ...lost]);
    const client = new ChordClient({ endpoints: lost[0]?.address ?? '', timeoutMs: TIMEOUT_MS });
    for (const key of early) expect((await client.get(key))?.text()).toBe(`of ${key}`);
  });
});

describe('two neighbours of five', () => {
  const lab = useLab();

  it('are given up while the ring runs: what is left of their arcs is served again', async () => {
    const nodes = await lab.startRing(5, { apart: true });
    await lab.untilHealthy(nodes);
    const client = new ChordClient({ endpoints: nodes[0]?.address ?? '', timeoutMs: TIMEOUT_MS });
    const keys = oracleOf(nodes).keysOfEach(60, 'key-');
    for (const key of keys) await client.put(key, `of ${key}`);
    await lab.untilHealthy(nodes);
    const { members } = await client.ring();
    const inOrder = members.map(
      ({ node }) => nodes.find(({ address }) => address === node.address) as NodeProcess,
    );
    const [left, lost] = [inOrder.slice(0, 3), inOrder.slice(3)];
    for (const node of lost) {
      await node.kill();
      rmSync(node.dataDir, { recursive: true });
    }
    const endpoints = left.map(({ address }) => address);
    const rest = new ChordClient({ endpoints, timeoutMs: TIMEOUT_MS });
    await lab.until('arcs that wait for both', async () => {
      const { unserved, members: now } = await rest.ring();
      const names = new Set(unserved.flatMap((arc) => arc.members));
      const areNamed = lost.every(({ address }) => names.has(address));
      return (areNamed && now.length === left.length) || [...names].join(' ') || 'none';
    });

    const unnamed = await chordctl(['--endpoints', endpoints.slice(1).join(), 'recover', '--yes']);
    expect(unnamed).toMatchObject({ code: 2 });
    expect(unnamed.err).toContain(endpoints[0]);
    const recovered = await chordctl(['--endpoints', endpoints.join(), 'recover', '--yes']);
    expect(recovered).toMatchObject({ code: 0 });
    expect(left.map(({ isRunning }) => isRunning)).toEqual([true, true, true]);
    await lab.untilHealthy(left);
    for (const key of keys) expect((await rest.get(key))?.text()).toBe(`of ${key}`);
  });
});
