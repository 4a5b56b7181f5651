// The usual response time of each peer, and the timeout derived from it.
import type { Address } from '../id/node-ref';

interface Estimate {
  meanMs: number;
  deviationMs: number;
}

const PEERS_MAX = 4_096;
/** The gains of Jacobson's estimator (Congestion Avoidance and Control, 1988, appendix A). */
const MEAN_GAIN = 1 / 8;
const DEVIATION_GAIN = 1 / 4;

export class RoundTrips {
  private readonly estimates = new Map<Address, Estimate>();

  constructor(
    private readonly minMs: number,
    private readonly maxMs: number,
  ) {}

  measured(peer: Address, ms: number): void {
    const known = this.estimates.get(peer);
    if (!known) {
      if (this.estimates.size >= PEERS_MAX) this.forgetOldest();
      this.estimates.set(peer, { meanMs: ms, deviationMs: ms / 2 });
      return;
    }
    const error = ms - known.meanMs;
    known.meanMs += MEAN_GAIN * error;
    known.deviationMs += DEVIATION_GAIN * (Math.abs(error) - known.deviationMs);
  }

  /** Drops the measurements of a silent peer: it gets the full deadline again once it is back. */
  forget(peer: Address): void {
    this.estimates.delete(peer);
  }

  /** Mean + 4 deviations within the bounds; the upper bound for an unknown peer. */
  deadlineMs(peer: Address): number {
    const known = this.estimates.get(peer);
    if (!known) return this.maxMs;
    return Math.min(this.maxMs, Math.max(this.minMs, known.meanMs + 4 * known.deviationMs));
  }

  /** The smoothed response time of each peer, in milliseconds. */
  all(): readonly { readonly peer: Address; readonly ms: number }[] {
    return Array.from(this.estimates, ([peer, { meanMs }]) => ({ peer, ms: meanMs }));
  }

  private forgetOldest(): void {
    for (const peer of this.estimates.keys()) {
      this.estimates.delete(peer);
      return;
    }
  }
}
