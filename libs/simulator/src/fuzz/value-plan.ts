// The faults of a ring that keeps values in a random run, drawn from a seed. All of them lie within what
// docs/consistency.md promises to bear.
import { SeededRandom } from '@chord-dht/chord/testing';
import type { DiskFate } from '../disk/virtual-disk';
import { DEFAULT_LOAD, type LoadOptions } from '../values/load';

/** Every fault ends by itself after `forMs`, so that a plan with fewer faults is still valid. */
interface Lasting {
  readonly atMs: number;
  readonly forMs: number;
}

/** A fault of one node. `pick`, 0 ≤ pick < 1, chooses among those that run. */
interface OfOne extends Lasting {
  readonly pick: number;
}

export type ValueFault =
  | (OfOne & { readonly kind: 'crash'; readonly disk: DiskFate })
  /** Leaves by the protocol and returns. */
  | (OfOne & { readonly kind: 'leave' })
  /** A new node joins. */
  | { readonly atMs: number; readonly kind: 'join'; readonly pick: number }
  | (OfOne & { readonly kind: 'cut'; readonly share: number; readonly bothWays: boolean })
  | (OfOne & { readonly kind: 'slow'; readonly extraMs: number })
  /** The process is stopped for a while without noticing. */
  | (OfOne & { readonly kind: 'sleep' })
  | (OfOne & { readonly kind: 'skew'; readonly offsetMs: number })
  | (OfOne & { readonly kind: 'disk-slow'; readonly extraMs: number })
  | (OfOne & { readonly kind: 'disk-full' })
  /** The next commit fails, and with it the process. */
  | (OfOne & { readonly kind: 'disk-fails' })
  | (Lasting & {
      readonly kind: 'noise';
      readonly loss: number;
      readonly duplicate: number;
      readonly reorder: number;
    });

export type ValueFaultKind = ValueFault['kind'];

export interface ValuePlan {
  readonly seed: number;
  readonly mode: 'values';
  /** Hosts at the start. */
  readonly nodes: number;
  /** The number of positions of every host; 1 by default. */
  readonly virtualNodes?: number;
  readonly successorsMax: number;
  readonly death: 'refusing' | 'silent';
  readonly load: LoadOptions;
  /** Ascending by time, counted from the beginning of the load. */
  readonly faults: readonly ValueFault[];
}

export const VALUE_FAULT_KINDS = [
  'crash',
  'leave',
  'join',
  'cut',
  'slow',
  'skew',
  'disk-slow',
  'disk-full',
  'disk-fails',
  'noise',
  'sleep',
] as const satisfies readonly ValueFaultKind[];

const NODES_MIN = 4;
const NODES_MAX = 8;
const FAULTS_MAX = 10;
const LENGTH_MS = 20_000;
const HOUR_MS = 3_600_000;
/** Crashes and partitions find the most defects. */
const WEIGHTED: readonly ValueFaultKind[] = [
  ...VALUE_FAULT_KINDS.filter((kind) => kind !== 'sleep'),
  ...(['crash', 'crash', 'cut', 'cut'] as const),
];
/** A separate list, so that the runs of earlier seeds do not change: processes that sleep, among other faults. */
export const SLEEPY: readonly ValueFaultKind[] = ['sleep', 'sleep', 'sleep', ...WEIGHTED];

/** Hosts with two to four positions each, and the faults of all plans. */
export function drawPositionsPlan(seed: number): ValuePlan {
  const random = new SeededRandom(seed * 3);
  return { ...drawValuePlan(seed), virtualNodes: 2 + random.below(3) };
}

/** @param kinds the allowed kinds of faults */
export function drawValuePlan(
  seed: number,
  kinds: readonly ValueFaultKind[] = WEIGHTED,
  load: Partial<LoadOptions> = {},
): ValuePlan {
  const random = new SeededRandom(seed * 3 + 2);
  const nodes = NODES_MIN + random.below(NODES_MAX - NODES_MIN + 1);
  const death = random.pick(['refusing', 'silent'] as const);
  const lengthMs = LENGTH_MS * (0.2 + 0.8 * random.next());
  const count = kinds.length === 0 ? 0 : 1 + random.below(FAULTS_MAX);
  const faults = Array.from({ length: count }, () =>
    drawFault(random, random.pick(kinds), Math.round(random.next() * lengthMs)),
  );
  return {
    seed,
    mode: 'values',
    nodes,
    successorsMax: 4,
    death,
    load: { ...DEFAULT_LOAD, ...load },
    faults: faults.sort((a, b) => a.atMs - b.atMs),
  };
}

function drawFault(random: SeededRandom, kind: ValueFaultKind, atMs: number): ValueFault {
  const pick = random.next();
  const forMs = 200 + Math.round(random.next() ** 2 * 8_000);
  const one = { atMs, pick, forMs };
  switch (kind) {
    case 'join':
      return { atMs, kind, pick };
    case 'crash':
      return { ...one, kind, disk: random.pick(['kept', 'power', 'wiped'] as const) };
    case 'cut':
      return { ...one, kind, share: random.next(), bothWays: random.next() < 0.6 };
    case 'slow':
    case 'disk-slow':
      return { ...one, kind, extraMs: Math.round(random.next() * 800) };
    case 'skew':
      return { ...one, kind, offsetMs: Math.round((random.next() - 0.5) * 2 * HOUR_MS) };
    case 'noise': {
      const loss = random.next() * 0.2;
      return {
        atMs,
        forMs,
        kind,
        loss,
        duplicate: random.next() * 0.3,
        reorder: random.next() * 0.3,
      };
    }
    default:
      return { ...one, kind };
  }
}
