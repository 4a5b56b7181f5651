// Overloads nodes with clients.
import type { NodeProcess } from '../../harness/node-process';
import type { Arena } from '../arena/arena';
import { troubleMs } from '../arena/figures';
import type { FaultOf } from '../arena/fault';
import { Watch } from '../arena/watch';

const BLOCK_PATH = '/_test/block';
/** So many requests wait at a node when it comes to itself: its share of what clients send in that time. */
const BACKLOG = 300;
/** After it everything has to be as before. */
const AFTERWARDS_MS = 6_000;

export async function overload(arena: Arena, { factor, ms }: FaultOf<'overload'>): Promise<void> {
  const watch = await Watch.over(arena);
  const startMs = performance.now();
  const over = arena.outageOfAll();
  arena.load.surge(factor);
  await arena.lasts(ms);
  arena.load.calm();
  const endMs = performance.now();
  const seen = arena.history.operations.filter((one) => one.startMs >= startMs);
  const served = seen.filter(({ outcome }) => outcome === 'ok').length;
  arena.measure('operations a second under overload', (served / (endMs - startMs)) * 1_000);
  await settle(arena, watch, endMs, over);
  const refused = arena.history.operations.filter(({ answer }) => /^(503|429)/.test(answer));
  arena.measure('operations refused', refused.length);
}

/** Clients that do not know go on asking, and what they sent waits in the sockets. */
export async function block(arena: Arena, { ms }: FaultOf<'block'>): Promise<void> {
  const [victim] = arena.choose(1) as [NodeProcess];
  const watch = await Watch.over(arena);
  arena.isIll(victim);
  const over = arena.outage([victim]);
  const { status, text } = await victim.put(BLOCK_PATH, JSON.stringify({ ms }));
  if (status !== 204) throw new Error(`${victim.address} is not blocked: ${status} ${text}`);
  const startMs = performance.now();
  const asked = Array.from({ length: BACKLOG }, () => arena.load.writeAt(victim));
  await victim.get('/health/live');
  const endMs = performance.now();
  arena.measure('silent ms', endMs - startMs);
  arena.isWell(victim);
  await settle(arena, watch, endMs, over);
  const backlog = await Promise.all(asked);
  arena.measure('backlog refused', backlog.filter(({ answer }) => /^503/.test(answer)).length);
}

async function settle(arena: Arena, watch: Watch, endMs: number, over: () => void): Promise<void> {
  await arena.lasts(AFTERWARDS_MS);
  arena.measure('normal again ms', troubleMs(arena.history, endMs));
  over();
  const { memoryRatio, slowestMs, unanswered, wrongSuccessors } = await watch.end();
  arena.measure('memory ratio', memoryRatio);
  arena.measure('health answered ms', slowestMs);
  arena.measure('wrong successors seen', wrongSuccessors);
  arena.wrong.push(...unanswered);
}
