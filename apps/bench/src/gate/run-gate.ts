// The short run that detects a gross loss of speed: the bare server and a ring, measured in turn.
import { bare } from '../contenders/bare';
import type { Contender } from '../contenders/contender';
import type { LoadResult } from '../load/run-load';
import type { Running, Stand } from '../stand/stand';
import { isEnough, type Floor } from './is-enough';

/** The ring as a share of the bare server, 1 when they are alike; more is better. */
export interface Ratios {
  /** Operations a second. */
  readonly ops: number;
  /** Operations for the same processor time. */
  readonly cpu: number;
}

export interface Round {
  readonly get: Ratios;
  readonly put: Ratios;
  /** Cores that others took, at the most. */
  readonly foreignCores: number;
  /** Others took so much that the ratios say little: what a ring does in the background costs the same on fewer operations. */
  readonly disturbed: boolean;
}

export interface GateFindings {
  readonly rounds: readonly Round[];
  /** Operations that failed, by contender and kind. */
  readonly errors: Readonly<Record<string, number>>;
}

/** As many rounds without disturbance are wanted, and so many are tried. */
const ROUNDS_WANTED = 3;
const ROUNDS_MAX = 6;
const FOREIGN_CORES_MAX = 0.3;
const WINDOW_MS = 1_000;
const RUN_IN_MS = 200;
const WARM_UP_MS = 2_000;
const CLIENTS = 32;
const KEYS = 1_000;
const VALUE_BYTES = 100;

/** @param floor what is to be reached: with two rounds that reach it there is nothing more to be learned */
export async function runGate(stand: Stand, ring: Contender, floor?: Floor): Promise<GateFindings> {
  const both = [await stand.start(bare), await stand.start(ring)] as const;
  try {
    const gate = new Gate(both);
    await gate.prepare();
    const rounds: Round[] = [];
    const good = () => rounds.filter(({ disturbed }) => !disturbed).length;
    const isOver = () => good() >= ROUNDS_WANTED || isEnough(rounds, floor);
    while (rounds.length < ROUNDS_MAX && !isOver()) rounds.push(await gate.round());
    return { rounds, errors: gate.errors };
  } finally {
    await Promise.all(both.map((running) => running.stop()));
  }
}

class Gate {
  readonly errors: Record<string, number> = {};
  private turn = 0;

  constructor(private readonly both: readonly [Running, Running]) {}

  async prepare(): Promise<void> {
    for (const running of this.both) {
      await this.load(running, { reads: 0, fill: true, windowMs: 60_000, runInMs: 0 });
      await this.load(running, { reads: 0.5, windowMs: WARM_UP_MS, runInMs: 0 });
    }
  }

  /** Each figure of the ring has one of the bare server beside it, taken just before or just after. */
  async round(): Promise<Round> {
    const [gets, puts] = [await this.pair(1), await this.pair(0)];
    const foreign = [...gets, ...puts].map(({ cpu }) => cpu.foreignCores);
    const foreignCores = Math.max(...foreign);
    const disturbed = foreignCores > FOREIGN_CORES_MAX;
    return { get: ratios(...gets), put: ratios(...puts), foreignCores, disturbed };
  }

  private async pair(reads: number): Promise<[LoadResult, LoadResult]> {
    const [reference, ring] = this.both;
    this.turn += 1;
    if (this.turn % 2 === 1)
      return [await this.load(reference, { reads }), await this.load(ring, { reads })];
    const second = await this.load(ring, { reads });
    return [await this.load(reference, { reads }), second];
  }

  private async load(
    { name, instance: { dialect, ports }, load, pids }: Running,
    more: { reads: number; fill?: boolean; windowMs?: number; runInMs?: number },
  ): Promise<LoadResult> {
    const result = await load.run({
      dialect,
      ports,
      servers: pids,
      clients: CLIENTS,
      valueBytes: VALUE_BYTES,
      keys: KEYS,
      distribution: 'uniform',
      seed: this.turn,
      runInMs: RUN_IN_MS,
      windowMs: WINDOW_MS,
      ...more,
    });
    for (const [what, count] of Object.entries(result.errors))
      this.errors[`${name}: ${what}`] = (this.errors[`${name}: ${what}`] ?? 0) + count;
    return result;
  }
}

function ratios(reference: LoadResult, ring: LoadResult): Ratios {
  const perSecond = ({ operations, seconds }: LoadResult) => operations / seconds;
  const perCpuSecond = ({ operations, cpu }: LoadResult) =>
    operations / cpu.servers.reduce<number>((sum, each) => sum + (each ?? 0), 0);
  return {
    ops: perSecond(ring) / perSecond(reference),
    cpu: perCpuSecond(ring) / perCpuSecond(reference),
  };
}
