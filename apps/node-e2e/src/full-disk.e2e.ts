// A disk that is full: what is there can be deleted, there is room afterwards, and nobody has to restart anything.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { answered, textOf } from './harness/answered';
import { joinAll, useLab, type Lab } from './harness/lab';
import { measured } from './harness/measured';
import { NodeProcess } from './harness/node-process';

const isRoot = process.platform === 'linux' && process.getuid?.() === 0;
const asRoot = isRoot ? describe : describe.skip;

/** Each fills most of what the one before has left, so that few of the small ones are needed. */
const SIZES = [1_000_000, 200_000, 20_000, 2_000, 1];
/** Room that comes late would be filled with thousands of small ones: after so many a larger one is tried again. */
const LARGER_AFTER = 20;
const keyPath = (key: string) => `/api/v1/keys/${key}`;
/** A key is called after its run, the size of its value, and its place. */
const sizeOf = (key: string): number => Number(key.split('-')[1]);

asRoot('a small disk', () => {
  const lab = useLab();
  const mounted: string[] = [];
  // After the nodes have ended: hooks run in the order in which they are written.
  afterAll(() => {
    for (const folder of mounted) {
      execFileSync('umount', [folder]);
      rmSync(folder, { recursive: true });
    }
  });

  /** Nodes, the first of which has a disk of its own, 112 MiB. */
  async function prepare(count: number): Promise<[NodeProcess, ...NodeProcess[]]> {
    const [spare, ...others] = await lab.prepare(count);
    const folder = mkdtempSync(join(tmpdir(), 'chord-small-disk-'));
    const first = lab.adopt(new NodeProcess(spare!.port, folder));
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=112m', 'tmpfs', folder]);
    mounted.push(folder);
    return [first, ...others];
  }

  /** Values of each size until each is refused. @returns the keys that were taken */
  async function fill(at: NodeProcess, run: string): Promise<string[]> {
    const keys: string[] = [];
    for (let index = 0, taken = 0; index < SIZES.length;) {
      const size = SIZES[index] as number;
      const key = `${run}-${size}-${keys.length}`;
      const answer = await answered(at.put(keyPath(key), 'x'.repeat(size)), 201, 507);
      if (answer.status === 201) {
        keys.push(key);
        taken += 1;
        if (taken < LARGER_AFTER || index === 0) continue;
        index -= 1;
      } else {
        expect(answer.json()).toMatchObject({ code: 'STORAGE_FULL', outcome: 'not-applied' });
        index += 1;
      }
      taken = 0;
    }
    return keys;
  }

  async function empty(at: NodeProcess, keys: readonly string[]): Promise<void> {
    // A write that was answered 503 may have been done or not.
    for (const key of keys) await answered(at.delete(keyPath(key)), 204, 404);
  }

  const readiness = async (node: NodeProcess) =>
    (await node.once('GET', '/health/ready')).json<{
      status: string;
      reasons: { code: string }[];
    }>();

  async function untilNotFull(node: NodeProcess): Promise<void> {
    await lab.until('room again', async () => {
      const { status } = await readiness(node);
      return status === 'ok' || status;
    });
  }

  it('can be emptied and filled again, as often as one likes, without a restart', async () => {
    const [node] = await prepare(1);
    await node.start();
    let firstBytes = 0;
    for (const run of ['a', 'b', 'c']) {
      const keys = await fill(node, run);
      const bytes = keys.reduce((sum, key) => sum + sizeOf(key), 0);
      firstBytes ||= bytes;
      measured(`a full disk of 112 MiB has taken, the time ${run}`, bytes / 1_000_000, 'MB');
      // What a full disk takes does not shrink from time to time.
      expect(bytes).toBeGreaterThan(firstBytes * 0.9);
      await lab.until('it to say so', async () => {
        const { status, reasons } = await readiness(node);
        const isTold = status === 'degraded' && reasons.some(({ code }) => code === 'DISK_FULL');
        const isMeasured = /^chord_disk_full 1$/m.test(await textOf(node.get('/metrics')));
        return (isTold && isMeasured) || `${status}, in the metrics ${isMeasured}`;
      });
      await empty(node, keys);
      await untilNotFull(node);
    }
  });

  it('can be emptied after a restart, and after others have taken the last byte', async () => {
    const [node] = await prepare(1);
    await node.start();
    const keys = await fill(node, 'a');
    const taken = join(node.dataDir, 'of-somebody-else');
    expect(() => writeFileSync(taken, Buffer.alloc(112 * 1024 * 1024))).toThrow('ENOSPC');
    await answered(node.put(keyPath('a-1-0'), 'y'), 507);
    await node.terminate();
    await node.start();
    await empty(node, keys);
    rmSync(taken);
    await answered(node.put(keyPath('again'), 'x'.repeat(1_000_000)), 201);
    await untilNotFull(node);
  });

  it('of one of three can be emptied through the others', async () => {
    const nodes = await prepare(3);
    await Promise.all(nodes.map((node) => node.start()));
    const [full, other] = nodes as [NodeProcess, NodeProcess, NodeProcess];
    await joinAndSettle(lab, nodes);
    const keys: string[] = [];
    for (let refused = 0; refused < 3;) {
      const key = `ring-${keys.length}-${refused}`;
      const put = other.once('PUT', keyPath(key), { body: 'x'.repeat(1_000_000) });
      const { status } = await answered(put, 201, 503, 507);
      if (status !== 507) keys.push(key);
      else refused += 1;
    }
    await empty(other, keys);
    await untilNotFull(full);
    expect(full.isRunning).toBe(true);
  });
});

async function joinAndSettle(lab: Lab, nodes: readonly NodeProcess[]): Promise<void> {
  const [first, ...others] = nodes as [NodeProcess, ...NodeProcess[]];
  await joinAll(first, others);
  await lab.untilHealthy(nodes);
}
