// Decides when further rounds cannot change the verdict: the best round counts, and it is good enough already.
import type { Ratios, Round } from './run-gate';

/** Ratios of which none has fallen. */
export interface Floor {
  readonly get: Ratios;
  readonly put: Ratios;
}

const ROUNDS_MIN = 2;
const KINDS = ['get', 'put'] as const;
const FIGURES = ['ops', 'cpu'] as const;

/** @param floor without it no round is enough */
export function isEnough(rounds: readonly Round[], floor: Floor | undefined): boolean {
  const good = rounds.filter(({ disturbed }) => !disturbed);
  if (floor === undefined || good.length < ROUNDS_MIN) return false;
  return KINDS.every((kind) =>
    FIGURES.every((figure) => good.some((round) => round[kind][figure] >= floor[kind][figure])),
  );
}
