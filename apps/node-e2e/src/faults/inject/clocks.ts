// Sets wall clocks wrong.
import type { NodeProcess } from '../../harness/node-process';
import type { Arena } from '../arena/arena';
import type { FaultOf } from '../arena/fault';

const CLOCK_PATH = '/_test/clock';

export async function clocks(arena: Arena, { offsetMs, ms }: FaultOf<'clocks'>): Promise<void> {
  const pair = arena.choose(2);
  for (const offset of [offsetMs, 0]) {
    for (const [index, node] of pair.entries()) {
      arena.isIll(node);
      await arena.expectEnd(node, node.terminate());
      node.env['CHORD_CLOCK_OFFSET_MS'] = String(index === 0 ? offset : -offset);
      await node.start();
      arena.isWell(node);
      await arena.untilCopies(false);
    }
    await arena.lasts(ms);
  }
}

export async function jump(arena: Arena, { offsetMs, ms }: FaultOf<'jump'>): Promise<void> {
  const [ahead, behind] = arena.choose(2) as [NodeProcess, NodeProcess];
  for (const offset of [offsetMs, 0]) {
    await set(ahead, offset);
    await set(behind, -offset);
    await arena.lasts(ms);
  }
}

async function set(node: NodeProcess, offsetMs: number): Promise<void> {
  const { status, text } = await node.put(CLOCK_PATH, JSON.stringify({ offsetMs }));
  if (status !== 204) throw new Error(`${node.address} keeps its clock: ${status} ${text}`);
}
