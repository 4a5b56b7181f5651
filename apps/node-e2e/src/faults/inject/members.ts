// Makes nodes leave, join and restart, and joins rings.
import { missingAt, putMany } from '../../harness/keys';
import { joinAll } from '../../harness/lab';
import type { NodeProcess } from '../../harness/node-process';
import { NODES, type Arena } from '../arena/arena';
import type { FaultOf } from '../arena/fault';

export async function leave(arena: Arena, { awayMs }: FaultOf<'leave'>): Promise<void> {
  const [node] = arena.choose(1) as [NodeProcess];
  await sendAway(arena, node);
  await arena.lasts(awayMs);
  await node.start(['--join', arena.others(node)[0]?.address ?? '']);
  arena.isWell(node);
}

/** Every change comes at its time, whether the ring has coped with the one before or not. */
export async function storm(arena: Arena, { everyMs }: FaultOf<'storm'>): Promise<void> {
  const residents = [...arena.nodes];
  const guests = await arena.lab.prepare(NODES, { env: { NODE_ENV: 'test' } });
  let nextMs = performance.now();
  const untilNext = (): Promise<void> => {
    nextMs += everyMs;
    return arena.lasts(Math.max(0, nextMs - performance.now()));
  };
  for (const guest of guests) {
    await guest.start(['--join', arena.random.pick(residents).address]);
    arena.nodes.push(guest);
    await untilNext();
  }
  for (const guest of arena.random.shuffle(guests)) {
    await sendAway(arena, guest);
    arena.retire(guest);
    await untilNext();
  }
}

export async function rolling(arena: Arena): Promise<void> {
  for (const node of arena.choose(NODES)) {
    arena.isIll(node);
    const startMs = performance.now();
    await arena.expectEnd(node, node.terminate());
    arena.measure('stop by SIGTERM ms', performance.now() - startMs);
    await node.start();
    arena.isWell(node);
    // An operator who restarts all nodes waits until the ring is whole again.
    arena.measure('one ring ms', await arena.lab.untilOneRing(arena.nodes));
    await arena.untilCopies(false);
  }
}

export async function merge(arena: Arena, { keys }: FaultOf<'merge'>): Promise<void> {
  const left = [...arena.nodes];
  const right = await arena.lab.startRing(NODES, { env: { NODE_ENV: 'test' } });
  const values = new Map([
    ...(await putMany(left, keys, 'left')),
    ...(await putMany(right, keys, 'right')),
  ]);
  const startMs = performance.now();
  await joinAll(arena.random.pick(left), [arena.random.pick(right)]);
  arena.measure('join answered ms', performance.now() - startMs);
  arena.nodes.push(...right);
  await arena.lab.untilOneRing(arena.nodes);
  arena.measure('one ring ms', performance.now() - startMs);
  await arena.lab.until('every key of both rings at every node', async () => {
    const missing = await Promise.all(arena.nodes.map((node) => missingAt(node, values)));
    return missing.flat().join('; ') || true;
  });
  const readMs = performance.now();
  arena.measure('every key read at every node ms', readMs - startMs);
  for (const node of arena.nodes) await missingAt(node, values);
  // So many readings take their time also in a ring at rest.
  const yardstickMs = performance.now() - readMs;
  arena.measure('merged ms', Math.max(0, readMs - startMs - yardstickMs));
}

async function sendAway(arena: Arena, node: NodeProcess): Promise<void> {
  arena.isIll(node);
  const startMs = performance.now();
  const { status, text } = await node.once('GET', '/dht/leave');
  arena.measure('leave ms', performance.now() - startMs);
  if (status === 200) return arena.expectEnd(node, node.ended());
  arena.wrong.push(`leave answered ${status} ${text}`);
  await node.kill();
}
