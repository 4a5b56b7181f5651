// Message latencies: one way, in milliseconds.
import type { Address } from '../../id/node-ref';
import type { Random } from '../../ports/random';

export type LatencySpec =
  | { readonly kind: 'constant'; readonly ms: number }
  | { readonly kind: 'uniform'; readonly minMs: number; readonly maxMs: number }
  | { readonly kind: 'exponential'; readonly meanMs: number; readonly minMs?: number };

export type Latency = (random: Random, from: Address, to: Address) => number;

export function latencyOf(spec: LatencySpec): (random: Random) => number {
  switch (spec.kind) {
    case 'constant':
      return () => spec.ms;
    case 'uniform':
      return (random) => spec.minMs + random.next() * (spec.maxMs - spec.minMs);
    case 'exponential': {
      const { meanMs, minMs = 0 } = spec;
      return (random) => minMs + exponential(random, meanMs);
    }
  }
}

/** A draw from the exponential distribution; also the time to the next event of a Poisson process. */
export function exponential(random: Random, mean: number): number {
  return -mean * Math.log(1 - random.next());
}
