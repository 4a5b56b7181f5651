// A run of the playground in which one node in ten dies at once, with the time that the others take to repair the ring.
import { PlaygroundWorld } from '../playground/world';
import { testHost } from './node-host';

const LOOK_EVERY_MS = 500;
const LIMIT_MS = 120_000;

export interface TenthCrashed {
  /** The lamps that were red before, and right after the crash. */
  readonly before: readonly string[];
  readonly behind: readonly string[];
  /** The virtual milliseconds until every lamp was green again. */
  readonly mendedMs: number;
  readonly defects: readonly unknown[];
}

/** @throws Error when a lamp stays red for two minutes of virtual time */
export async function crashTenth(nodes: number): Promise<TenthCrashed> {
  const world = new PlaygroundWorld(testHost, { seed: 1, nodes, script: [] });
  const broken = (): string[] =>
    world.readLamps(true).flatMap(({ name, holds }) => (holds ? [] : [name]));
  const pass = async (): Promise<void> => {
    const untilMs = world.nowMs + LOOK_EVERY_MS;
    await world.advance((nextMs) => nextMs > untilMs);
  };
  await pass();
  const before = broken();
  const startMs = world.nowMs;
  const dead = Array.from({ length: nodes / 10 }, (_, index) => index * 10 + 3);
  await world.act({ do: 'crash', nodes: dead });
  const behind = broken();
  while (broken().length > 0) {
    if (world.nowMs - startMs > LIMIT_MS) throw new Error(`still broken: ${broken().join(', ')}`);
    await pass();
  }
  const { defects } = world.cluster;
  return { before, behind, mendedMs: world.nowMs - startMs, defects };
}
