// The faults of a ring in a random run, drawn from a seed.
import { SeededRandom } from '@chord-dht/chord/testing';

/**
 * `safe`: joins, leaves, crashes and restarts within the operating assumption of the proof; the invariants hold after
 * every event. `rough`: lost messages, partitions and slow nodes as well, which the proof does not cover; the ring has
 * to become one and ideal afterwards.
 */
export type FuzzMode = 'safe' | 'rough';

/** `pick`, 0 ≤ pick < 1, chooses among the present nodes, so that a plan with fewer faults is still valid. */
export type Fault =
  | { readonly atMs: number; readonly kind: 'crash' | 'leave' | 'join'; readonly pick: number }
  | {
      readonly atMs: number;
      readonly kind: 'restart';
      readonly pick: number;
      readonly afterMs: number;
    }
  | {
      readonly atMs: number;
      readonly kind: 'cut';
      readonly pick: number;
      /** The share of nodes on one side. */
      readonly share: number;
      readonly bothWays: boolean;
    }
  | { readonly atMs: number; readonly kind: 'heal' }
  | {
      readonly atMs: number;
      readonly kind: 'slow';
      readonly pick: number;
      readonly extraMs: number;
    }
  | {
      readonly atMs: number;
      readonly kind: 'noise';
      readonly loss: number;
      readonly duplicate: number;
      readonly reorder: number;
    };

export interface FaultPlan {
  readonly seed: number;
  readonly mode: FuzzMode;
  /** Members of the ideal ring at the start. */
  readonly nodes: number;
  readonly successorsMax: number;
  /** Whether calls to dead nodes are refused, or time out. */
  readonly death: 'refusing' | 'silent';
  /** Ascending by time. */
  readonly faults: readonly Fault[];
}

const NODES_MIN = 12;
const NODES_MAX = 40;
const SUCCESSORS_MIN = 3;
const SUCCESSORS_MAX = 6;
const FAULTS_MIN = 8;
const FAULTS_MAX = 40;
const LENGTH_MS = 40_000;

/** Longer than any join waits: a node that has returned and is still alone is no member to join through. */
export const RESTART_MS_MIN = 5_000;

const SAFE_KINDS = ['crash', 'crash', 'leave', 'join', 'join', 'restart'] as const;
const ROUGH_KINDS = [...SAFE_KINDS, 'cut', 'heal', 'slow', 'noise'] as const;

export function drawPlan(seed: number, mode: FuzzMode): FaultPlan {
  const random = new SeededRandom(seed * 2 + (mode === 'safe' ? 0 : 1));
  const within = (min: number, max: number): number => min + random.below(max - min + 1);
  const nodes = within(NODES_MIN, NODES_MAX);
  const successorsMax = within(SUCCESSORS_MIN, SUCCESSORS_MAX);
  const death = random.pick(['refusing', 'silent'] as const);
  // Some runs are calm, some are one burst: each finds defects that the other does not.
  const lengthMs = LENGTH_MS * (0.1 + 0.9 * random.next());
  const faults = Array.from({ length: within(FAULTS_MIN, FAULTS_MAX) }, () =>
    drawFault(random, mode, Math.round(random.next() * lengthMs)),
  );
  const sorted = faults.sort((a, b) => a.atMs - b.atMs);
  const noise: Fault = { atMs: 0, kind: 'noise', loss: 0, duplicate: 0.1, reorder: 0.2 };
  return { seed, mode, nodes, successorsMax, death, faults: [noise, ...sorted] };
}

function drawFault(random: SeededRandom, mode: FuzzMode, atMs: number): Fault {
  const kind = random.pick<Fault['kind']>(mode === 'safe' ? SAFE_KINDS : ROUGH_KINDS);
  const pick = random.next();
  switch (kind) {
    case 'restart':
      return { atMs, kind, pick, afterMs: RESTART_MS_MIN + Math.round(random.next() * 15_000) };
    case 'cut':
      return { atMs, kind, pick, share: random.next(), bothWays: random.next() < 0.5 };
    case 'heal':
      return { atMs, kind };
    case 'slow':
      return { atMs, kind, pick, extraMs: Math.round(random.next() * 1_000) };
    case 'noise':
      return {
        atMs,
        kind,
        loss: random.next() * 0.2,
        duplicate: random.next() * 0.3,
        reorder: random.next() * 0.3,
      };
    default:
      return { atMs, kind, pick };
  }
}
