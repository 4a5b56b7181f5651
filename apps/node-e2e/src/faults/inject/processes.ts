// Kills, stops and continues processes.
import { rmSync } from 'node:fs';
import type { Arena } from '../arena/arena';
import type { FaultOf } from '../arena/fault';

export async function kill(arena: Arena, { nodes, downMs, wipe }: FaultOf<'kill'>): Promise<void> {
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
  arena.measure('ready after a start ms', performance.now() - startMs);
  over();
  arena.isWell(...victims);
}

/** Keys that have most of their home replicas among the lost nodes cannot be served any more. */
export async function lose(arena: Arena, { nodes, ms }: FaultOf<'lose'>): Promise<void> {
  const victims = arena.choose(nodes);
  arena.isMaimed = true;
  arena.lost = arena.majorityAmong(victims);
  arena.isIll(...victims);
  arena.outage(victims, Infinity)();
  await Promise.all(victims.map((node) => node.kill()));
  arena.retire(...victims);
  await arena.lasts(ms);
}

const BURST_MS_MIN = 50;
const BURST_MS_MAX = 500;
const WRITERS = 32;

/** The moment of each death is chosen by the seed. */
export async function crash(arena: Arena, { times }: FaultOf<'crash'>): Promise<void> {
  const [victim] = arena.choose(1);
  if (!victim) return;
  for (let time = 0; time < times; time += 1) {
    let writes = true;
    const writer = async (): Promise<void> => {
      while (writes) await arena.load.writeAt(victim);
    };
    const writers = Array.from({ length: WRITERS }, writer);
    await arena.lasts(BURST_MS_MIN + arena.random.below(BURST_MS_MAX - BURST_MS_MIN));
    arena.isIll(victim);
    const over = arena.outage([victim]);
    await victim.kill();
    writes = false;
    await Promise.all(writers);
    const startMs = performance.now();
    await victim.start();
    arena.measure('opens ms', performance.now() - startMs);
    over();
    arena.isWell(victim);
  }
}

export async function suspend(arena: Arena, { ms }: FaultOf<'suspend'>): Promise<void> {
  const victims = arena.choose(1);
  arena.isIll(...victims);
  victims.forEach((node) => node.suspend());
  await arena.lasts(ms);
  victims.forEach((node) => node.wake());
  // At once: what it says before it knows how long it was away is the interesting part.
  arena.isWell(...victims);
}
