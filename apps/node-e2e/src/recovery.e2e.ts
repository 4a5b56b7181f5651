// Two of three copies are gone for good: what chordctl recover makes of what is left, and what exactly is lost.
import { ChordClient } from '@chord-dht/client';
import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { useLab } from './harness/lab';
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
      const { store } = (await last.get('/api/v1/node')).json<{ store: { keys: number } }>();
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
    expect((await last.ended()).code).toBe(0);
    expect(last.log).toContain('Lost are writes');

    await last.start();
    expect(last.log).toContain('to give up');
    const found: (string | undefined)[] = [];
    for (const key of [...early, ...late]) found.push((await alone.get(key))?.text());
    expect(found).toEqual([...early.map((key) => `of ${key}`), ...late.map(() => undefined)]);
    await alone.put('late/0', 'written anew');
    expect((await alone.get('late/0'))?.text()).toBe('written anew');
  });
});
