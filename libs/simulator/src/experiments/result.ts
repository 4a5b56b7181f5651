// The report of an experiment, put together from the measurements of all its runs.
import { setUpOf, type SetUp } from './set-up';
import { countsKeys, type ExperimentName, type ExperimentSettings } from './settings';
import { distributionOf, summaryOf, type Summary } from './statistics';

export interface ExperimentResult {
  readonly experiment: ExperimentName;
  readonly setUp: SetUp;
  /**
   * Forwards until the owner's predecessor, the querier and the owner not counted; of the lookups that
   * found the right owner, as `timeouts`. Both are missing when none did.
   */
  readonly path?: Summary;
  readonly pathDistribution?: readonly { readonly value: number; readonly share: number }[];
  /** Attempts per lookup that were not answered. */
  readonly timeouts?: Summary;
  readonly failuresPer10k?: number;
  /** Of all seeds. */
  readonly lookups?: number;
  /** Keys per host that is there in the end. */
  readonly keys?: Summary;
}

/** Collects single lookups and single hosts of all seeds, for percentiles cannot be averaged. */
export class Figures {
  private readonly paths: number[] = [];
  private readonly timeouts: number[] = [];
  private readonly keys: number[] = [];
  private failures = 0;

  constructor(private readonly settings: ExperimentSettings) {}

  /** A lookup that found the right owner. */
  right(hops: number, timeouts: number): void {
    this.paths.push(hops);
    this.timeouts.push(timeouts);
  }

  /** A lookup that ended without an owner, or with a wrong one. */
  failed(): void {
    this.failures += 1;
  }

  /** The keys of each host of one run. */
  kept(keys: Iterable<number>): void {
    for (const count of keys) this.keys.push(count);
  }

  result(): ExperimentResult {
    const { experiment } = this.settings;
    return {
      experiment,
      setUp: setUpOf(this.settings),
      ...this.lookups(),
      ...(countsKeys(experiment) ? { keys: summaryOf(this.keys) } : {}),
    };
  }

  private lookups(): Partial<ExperimentResult> {
    const lookups = this.paths.length + this.failures;
    if (lookups === 0) return {};
    const counts = { failuresPer10k: (10_000 * this.failures) / lookups, lookups };
    if (this.paths.length === 0) return counts;
    return {
      path: summaryOf(this.paths),
      pathDistribution: distributionOf(this.paths),
      timeouts: summaryOf(this.timeouts),
      ...counts,
    };
  }
}
