// One data folder is one process's, also where process numbers cannot be compared: containers and namespaces.
import {
  chmodSync,
  chownSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
  existsSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { answered, textOf } from './harness/answered';
import { useLab, type Lab } from './harness/lab';
import { NodeProcess } from './harness/node-process';

const isRoot = process.getuid?.() === 0;
const onLinux = process.platform === 'linux' ? describe : describe.skip;
const asRoot = isRoot ? it : it.skip;

const USER = isRoot ? [] : ['--user', '--map-root-user'];
/** A process that is number 1 of a world of its own, as in a container. */
const inOwnWorld = (command: readonly string[]) => [
  ...['unshare', ...USER, '--pid', '--fork', '--kill-child', '--mount-proc'],
  ...command,
];
const inOwnNetwork = (command: readonly string[]) => ['unshare', ...USER, '--net', ...command];
const onOneFolder = async (lab: Lab, count: number, wraps: NodeProcess['wrap'][] = []) => {
  const [first, ...others] = await lab.prepare(count);
  const nodes = [
    first!,
    ...others.map(({ port }) => lab.adopt(new NodeProcess(port, first!.dataDir))),
  ];
  wraps.forEach((wrap, index) => (nodes[index]!.wrap = wrap));
  return nodes as [NodeProcess, NodeProcess, ...NodeProcess[]];
};

onLinux('a data folder that another process uses', () => {
  const lab = useLab();

  type Wrap = NodeProcess['wrap'] | undefined;
  it.each<[string, Wrap, Wrap]>([
    ['outside, the first in a PID namespace', inOwnWorld, undefined],
    ['in a PID namespace, the first outside', undefined, inOwnWorld],
    ['both number 1 of their worlds', inOwnWorld, inOwnWorld],
  ])('is refused with 75 and a sentence: %s', async (_name, first, second) => {
    const [holder, other] = await onOneFolder(lab, 2);
    if (first) holder.wrap = first;
    if (second) other.wrap = second;
    await holder.start();
    await answered(holder.put('/db/kept', 'kept'), 200);
    other.spawn();
    expect(await other.ended()).toEqual({ code: 75, signal: null });
    const place =
      first !== undefined || second !== undefined
        ? 'process \\d+ of another container'
        : 'process \\d+';
    expect(other.log).toMatch(
      new RegExp(
        `^This node cannot start: The data directory .* is in use by ${place}.*the node localhost:${holder.port}, since \\d{4}-`,
        'm',
      ),
    );
    expect(other.log).not.toContain('    at ');
    expect(await textOf(holder.get('/db/kept'))).toBe('kept');
  });

  it('refuses a second one with a network of its own, which nobody could ask', async () => {
    const [holder, other] = await onOneFolder(lab, 2);
    await holder.start();
    other.wrap = inOwnNetwork;
    other.spawn();
    expect((await other.ended()).code).toBe(75);
  });

  it('goes to exactly one of two worlds that start at once, again and again', async () => {
    for (let round = 0; round < 3; round += 1) {
      const nodes = await onOneFolder(lab, 2, [inOwnWorld, inOwnWorld]);
      nodes.forEach((node) => node.spawn());
      await lab.until(
        'one of the two to end',
        () => nodes.some((node) => !node.isRunning) || 'both run',
      );
      const [winner, loser] = nodes[0].isRunning ? nodes : [nodes[1], nodes[0]];
      expect(await loser.ended()).toEqual({ code: 75, signal: null });
      expect(nodes.map(({ log }) => log).join()).not.toContain('defect');
      await winner.untilReady();
      await winner.kill();
    }
  });

  it('is free at once after kill -9, for a world where the numbers are the same', async () => {
    const [holder, other] = await onOneFolder(lab, 2, [inOwnWorld, inOwnWorld]);
    await holder.start();
    await answered(holder.put('/db/kept', 'kept'), 200);
    await holder.kill();
    await lab.until('the folder to be free', async () => {
      other.spawn();
      await lab.until('an answer or an end', async () => {
        if (!other.isRunning) return true;
        return (await other.get('/health/live')).status === 200 || 'not yet';
      });
      return other.isRunning || 'refused';
    });
  });

  it('is refused while its process is stopped by a signal', async () => {
    const [holder, other] = await onOneFolder(lab, 2);
    await holder.start();
    holder.suspend();
    other.spawn();
    expect((await other.ended()).code).toBe(75);
    holder.wake();
    await holder.untilReady();
  });

  it('is refused through a link and another spelling', async () => {
    const [holder] = (await lab.start(1)) as [NodeProcess];
    const link = `${holder.dataDir}-link`;
    symlinkSync(holder.dataDir, link);
    for (const path of [link, `${holder.dataDir}/../${holder.dataDir.split('/').pop()}/`]) {
      const [other] = (await lab.prepare(1)) as [NodeProcess];
      const second = lab.adopt(new NodeProcess(other.port, path));
      second.spawn();
      expect((await second.ended()).code).toBe(75);
    }
  });

  it("is free again after a start that failed, and a copy by hand is nobody's", async () => {
    const [holder] = (await lab.start(1)) as [NodeProcess];
    await answered(holder.put('/db/kept', 'kept'), 200);
    const [taken] = (await lab.prepare(1)) as [NodeProcess];
    const failing = lab.adopt(new NodeProcess(holder.port, taken.dataDir));
    failing.spawn();
    expect((await failing.ended()).code).toBe(69);
    await taken.start();
    const [other] = (await lab.prepare(1)) as [NodeProcess];
    const folder = mkdtempSync(join(tmpdir(), 'chord-copy-'));
    cpSync(holder.dataDir, folder, { recursive: true });
    const copy = lab.adopt(new NodeProcess(other.port, folder));
    copy.spawn();
    await lab.until(
      'the copy to open',
      async () => (await copy.get('/health/live')).status === 200 || 'not yet',
    );
    expect(copy.log).not.toContain('in use');
    await copy.kill();
    rmSync(folder, { recursive: true });
  });
});

onLinux('the rights of a data folder', () => {
  const lab = useLab();
  const modeOf = (path: string) => (statSync(path).mode & 0o7777).toString(8);
  const asUser = (command: readonly string[]) => [
    ...['setpriv', '--reuid', '1000', '--regid', '1000', '--clear-groups'],
    ...command,
  ];

  it('that was there stay, with what lies in it', async () => {
    const [node] = (await lab.prepare(1)) as [NodeProcess];
    mkdirSync(node.dataDir);
    chmodSync(node.dataDir, 0o755);
    writeFileSync(join(node.dataDir, 'notes.txt'), 'mine');
    await node.start();
    expect(modeOf(node.dataDir)).toBe('755');
    await answered(node.put('/db/a', '1'), 200);
    expect(modeOf(join(node.dataDir, 'data.mdb'))).toBe('600');
  });

  asRoot('of a shared volume serve whoever may write there, and the next user too', async () => {
    const [node] = (await lab.prepare(1)) as [NodeProcess];
    const folder = mkdtempSync(join(tmpdir(), 'chord-volume-'));
    chownSync(folder, 0, 1000);
    chmodSync(folder, 0o2775);
    const pod = lab.adopt(new NodeProcess(node.port, folder));
    pod.wrap = asUser;
    await pod.start();
    await answered(pod.put('/db/a', '1'), 200);
    expect(modeOf(folder)).toBe('2775');
    await lab.until('a reserve that the group may use', () => {
      const reserve = join(folder, 'reserve');
      return existsSync(reserve) && modeOf(reserve) === '660' ? true : 'not yet';
    });
    await pod.terminate();
    pod.wrap = (command) => [
      'setpriv',
      '--reuid',
      '1001',
      '--regid',
      '1000',
      '--clear-groups',
      ...command,
    ];
    await pod.start();
    expect(await textOf(pod.get('/db/a'))).toBe('1');
    await pod.terminate();
    rmSync(folder, { recursive: true });
  });

  asRoot('that forbid writing are told in a sentence', async () => {
    const [node] = (await lab.prepare(1)) as [NodeProcess];
    const folder = mkdtempSync(join(tmpdir(), 'chord-closed-'));
    chmodSync(folder, 0o755);
    const closed = lab.adopt(new NodeProcess(node.port, folder));
    closed.wrap = asUser;
    closed.spawn();
    expect(await closed.ended()).toEqual({ code: 73, signal: null });
    expect(closed.log).toContain('EACCES: permission denied');
    rmSync(folder, { recursive: true });
  });
});
