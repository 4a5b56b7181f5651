// Watches the invariants of a ring over time, and notes their first violation.
import type { InvariantReport } from '@chord-dht/chord';
import type { Cluster } from '../cluster/cluster';

export interface BrokenInvariant extends InvariantReport {
  readonly atMs: number;
}

/** Checks after every event; while no pointer has changed the last result is still valid. */
export class InvariantWatch {
  first: BrokenInvariant | undefined;
  /** The number of states that were checked. */
  checks = 0;
  private seen = -1;

  /** @param principalsMin r + 1 */
  constructor(
    private readonly cluster: Cluster,
    private readonly principalsMin: number,
  ) {
    cluster.loop.afterEveryTurn(() => this.check());
  }

  private check(): void {
    if (this.first || this.cluster.changes === this.seen) return;
    this.seen = this.cluster.changes;
    this.checks += 1;
    const [broken] = this.cluster.violations(this.principalsMin);
    if (broken) this.first = { ...broken, atMs: this.cluster.clock.nowMs() };
  }
}
