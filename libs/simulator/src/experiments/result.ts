// Knows what an experiment has to report.
import type { ExperimentSettings } from './settings';
import { distributionOf, summaryOf, type Summary } from './statistics';

export interface ExperimentResult {
  readonly experiment: string;
  readonly setUp: ExperimentSettings;
  /** Forwards until the owner's predecessor, the querier and the owner not counted. */
  readonly path?: Summary;
  readonly pathDistribution?: readonly { readonly value: number; readonly share: number }[];
  /** Attempts per lookup that were not answered. */
  readonly timeouts?: Summary;
  readonly failuresPer10k?: number;
  readonly lookups?: number;
  /** Keys per host. */
  readonly keys?: Summary;
}

/** Collects the lookups of all seeds. */
export class LookupFigures {
  private readonly paths: number[] = [];
  private readonly timeouts: number[] = [];
  private failures = 0;

  /** A lookup that found the right owner. */
  right(hops: number, timeouts: number): void {
    this.paths.push(hops);
    this.timeouts.push(timeouts);
  }

  /** A lookup that ended without an owner, or with a wrong one. */
  failed(): void {
    this.failures += 1;
  }

  result(setUp: ExperimentSettings): ExperimentResult {
    const lookups = this.paths.length + this.failures;
    return {
      experiment: setUp.experiment,
      setUp,
      path: summaryOf(this.paths),
      pathDistribution: distributionOf(this.paths),
      timeouts: summaryOf(this.timeouts),
      failuresPer10k: (10_000 * this.failures) / lookups,
      lookups,
    };
  }
}
