// Loses or delays messages between nodes.
import type { NodeProcess } from '../../harness/node-process';
import type { Arena } from '../arena/arena';
import { acknowledgedOnBothSides } from '../arena/checks';
import { latenciesOf, percentile } from '../arena/figures';
import type { FaultOf } from '../arena/fault';

const PROBE_PAUSE_MS = 100;

export async function partition(arena: Arena, fault: FaultOf<'partition'>): Promise<void> {
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
    await Promise.all(minority.map((node) => probe(arena, node)));
    await arena.lasts(PROBE_PAUSE_MS);
  }
  const names = new Set(minority.map(({ address }) => address));
  arena.wrong.push(...acknowledgedOnBothSides(arena.history, names, cutMs));
  await Promise.all(arena.nodes.map((node) => arena.setFaults(node, {})));
  over();
  arena.isWell(...minority);
}

/** Asks the smaller side for a write, which it has to refuse of most keys. */
async function probe(arena: Arena, node: NodeProcess): Promise<void> {
  const { outcome, startMs, endMs } = await arena.load.writeAt(node);
  arena.count('minority probes');
  if (outcome !== 'ok') arena.measure('refusal by the minority ms', endMs - startMs);
}

/** Clients ask the others; of keys that the slow node serves itself, only it can answer. */
export async function slow(arena: Arena, { delayMs, ms }: FaultOf<'slow'>): Promise<void> {
  const [node] = arena.choose(1) as [NodeProcess];
  arena.isIll(node);
  const startMs = performance.now();
  await arena.setFaults(node, { delayMs, answerDelayMs: delayMs });
  await arena.lasts(ms);
  await arena.setFaults(node, {});
  arena.isWell(node);
  const during = arena.history.operations.filter((one) => one.startMs >= startMs);
  const elsewhere = during.filter(({ key }) => arena.ownerOf(key) !== node.address);
  const p99Ms = percentile(latenciesOf(elsewhere), 0.99);
  arena.measure('p99 of keys of other nodes ms', p99Ms);
  if (arena.yardstick)
    arena.measure('p99 less 100 ms ratio', Math.max(0, p99Ms - 100) / arena.yardstick.p99Ms);
}
