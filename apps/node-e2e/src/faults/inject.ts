// Knows how each kind of fault is done to real processes. Every function resolves when the fault is over
// and its nodes are ready again; what the ring makes of it is looked at afterwards.
import { rmSync } from 'node:fs';
import { missingAt, putMany } from '../harness/keys';
import { joinAll } from '../harness/lab';
import type { NodeProcess } from '../harness/node-process';
import type { Arena } from './arena';
import { LIMITS, NODES, type Fault } from './scenarios';

type Of<Kind extends Fault['kind']> = Extract<Fault, { kind: Kind }>;

export function inject(arena: Arena, fault: Fault): Promise<void> {
  switch (fault.kind) {
    case 'kill':
      return kill(arena, fault);
    case 'suspend':
      return suspend(arena, fault);
    case 'partition':
      return partition(arena, fault);
    case 'leave':
      return leave(arena, fault);
    case 'rolling':
      return rolling(arena);
    case 'clocks':
      return clocks(arena, fault);
    case 'slow':
      return slow(arena, fault);
    case 'merge':
      return merge(arena, fault);
  }
}

async function kill(arena: Arena, { nodes, downMs, wipe }: Of<'kill'>): Promise<void> {
  const victims = arena.choose(nodes);
  arena.isIll(...victims);
  const over = arena.outage(victims);
  await Promise.all(victims.map((node) => node.kill()));
  await arena.lasts(downMs);
  if (wipe) for (const { dataDir } of victims) rmSync(dataDir, { recursive: true, force: true });
  const startMs = performance.now();
  // A node without its disk knows nobody: it is told where its ring is.
  const hint = wipe ? ['--join', arena.others(...victims)[0]?.address ?? ''] : [];
  await Promise.all(victims.map((node) => node.start(hint)));
  arena.measure('ready after a start', performance.now() - startMs);
  over();
  arena.isWell(...victims);
}

async function suspend(arena: Arena, { ms }: Of<'suspend'>): Promise<void> {
  const victims = arena.choose(1);
  arena.isIll(...victims);
  victims.forEach((node) => node.suspend());
  await arena.lasts(ms);
  victims.forEach((node) => node.wake());
  // At once: what it says before it knows how long it was away is the interesting part.
  arena.isWell(...victims);
}

async function partition(arena: Arena, fault: Of<'partition'>): Promise<void> {
  const minority = arena.choose(fault.minority);
  const majority = arena.others(...minority);
  const block = (nodes: readonly NodeProcess[]) => ({ block: nodes.map(({ address }) => address) });
  arena.isIll(...minority);
  const over = arena.outage(minority);
  const sides: [NodeProcess[], NodeProcess[]][] = [[minority, majority]];
  if (!fault.oneWay) sides.push([majority, minority]);
  await Promise.all(
    sides.flatMap(([side, other]) =>
      side.map((node) => arena.setFaults(node, { ...block(other), oneWay: fault.oneWay === true })),
    ),
  );
  const cutMs = performance.now();
  while (performance.now() - cutMs < fault.ms) {
    await Promise.all(minority.map((node) => probe(arena, node, minority)));
    await arena.lasts(100);
  }
  await Promise.all(arena.nodes.map((node) => arena.setFaults(node, {})));
  over();
  arena.isWell(...minority);
}

/** Asks the smaller side for a write: of keys whose majority lies elsewhere it must not acknowledge any. */
async function probe(
  arena: Arena,
  node: NodeProcess,
  minority: readonly NodeProcess[],
): Promise<void> {
  const { key, outcome, startMs, endMs, answer } = await arena.load.writeAt(node);
  arena.measured.set('minority probes', (arena.measured.get('minority probes') ?? 0) + 1);
  if (outcome !== 'ok') {
    arena.measure('refusal by the minority', endMs - startMs, LIMITS.refusalMs);
  } else if (!arena.majorityAmong(minority)(key)) {
    arena.wrong.push(`the minority acknowledged a write of ${key}: ${answer}`);
  }
}

async function leave(arena: Arena, { awayMs }: Of<'leave'>): Promise<void> {
  const [node] = arena.choose(1) as [NodeProcess];
  const [other] = arena.others(node) as [NodeProcess];
  arena.isIll(node);
  const startMs = performance.now();
  const { status, text } = await node.get('/dht/leave');
  if (status !== 200) arena.wrong.push(`leave answered ${status} ${text}`);
  arena.measure('leave', performance.now() - startMs);
  if (status === 200) await expectEnd(arena, node, node.ended());
  else await node.kill();
  await arena.lasts(awayMs);
  await node.start(['--join', other.address]);
  arena.isWell(node);
}

async function rolling(arena: Arena): Promise<void> {
  for (const node of arena.choose(NODES)) {
    arena.isIll(node);
    const startMs = performance.now();
    await expectEnd(arena, node, node.terminate());
    arena.measure('stop by SIGTERM', performance.now() - startMs, LIMITS.stopMs);
    await node.start();
    arena.isWell(node);
    // An operator who restarts all nodes waits until the ring is whole again.
    arena.measure('one ring between restarts', await arena.lab.untilOneRing(arena.nodes));
    await arena.untilCopies(false);
  }
}

async function clocks(arena: Arena, { offsetMs, ms }: Of<'clocks'>): Promise<void> {
  const pair = arena.choose(2);
  for (const offset of [offsetMs, 0]) {
    for (const [index, node] of pair.entries()) {
      arena.isIll(node);
      await expectEnd(arena, node, node.terminate());
      node.env['CHORD_CLOCK_OFFSET_MS'] = String(index === 0 ? offset : -offset);
      await node.start();
      arena.isWell(node);
      await arena.untilCopies(false);
    }
    await arena.lasts(ms);
  }
}

async function slow(arena: Arena, { delayMs, ms }: Of<'slow'>): Promise<void> {
  const [node] = arena.choose(1) as [NodeProcess];
  await arena.setFaults(node, { delayMs });
  await arena.lasts(ms);
  await arena.setFaults(node, {});
}

async function merge(arena: Arena, { keys }: Of<'merge'>): Promise<void> {
  const left = [...arena.nodes];
  const right = await arena.lab.startRing(NODES, { env: { NODE_ENV: 'test' } });
  const values = new Map([
    ...(await putMany(left, keys, 'left')),
    ...(await putMany(right, keys, 'right')),
  ]);
  const startMs = performance.now();
  await joinAll(arena.random.pick(left), [arena.random.pick(right)]);
  arena.measure('join answered', performance.now() - startMs);
  arena.nodes.push(...right);
  await arena.lab.untilOneRing(arena.nodes);
  arena.measure('one ring after the join', performance.now() - startMs, LIMITS.ringMs);
  await arena.lab.until(
    'every key of both rings at every node',
    async () => {
      const missing = await Promise.all(arena.nodes.map((node) => missingAt(node, values)));
      return missing.flat().join('; ') || true;
    },
    { withinMs: 60_000 },
  );
  const readMs = performance.now();
  arena.measure('every key read at every node', readMs - startMs);
  for (const node of arena.nodes) await missingAt(node, values);
  // So many readings take their time also in a ring at rest.
  const yardstickMs = performance.now() - readMs;
  arena.measure(
    'merged, beside the time of reading',
    readMs - startMs - yardstickMs,
    LIMITS.ringMs,
  );
}

async function expectEnd(
  arena: Arena,
  node: NodeProcess,
  ending: ReturnType<NodeProcess['ended']>,
): Promise<void> {
  const { code, signal } = await ending;
  if (code !== 0) arena.wrong.push(`${node.address} ended with ${code ?? signal}, not 0`);
}
