// The report of an experiment, merged from the measurements of all its runs.
import { setUpOf, type SetUp } from './set-up';
import { countsKeys, type ExperimentName, type ExperimentSettings } from './settings';
import { distributionOf, summaryOf, type Summary } from './statistics';

export interface ExperimentResult {
  readonly experiment: ExperimentName;
  readonly setUp: SetUp;
  /**
   * Forwards until the owner's predecessor, the querier and the owner not counted; of the lookups that found the right
   * owner, as `timeouts`. Both are missing when none did.
   */
  readonly path?: Summary;
  readonly pathDistribution?: readonly { readonly value: number; readonly share: number }[];
  /** Unanswered attempts per lookup. */
  readonly timeouts?: Summary;
  readonly failuresPer10k?: number;
  /** The number of lookups of all seeds. */
  readonly lookups?: number;
  /** Keys per host that is present at the end. */
  readonly keys?: Summary;
}

/** Collects single lookups and single hosts of all seeds, because percentiles cannot be averaged. */
export class Figures {
  private readonly paths: number[] = [];
  private readonly timeouts: number[] = [];
  private readonly keys: number[] = [];
  private failures = 0;

  constructor(private readonly settings: ExperimentSettings) {}

  /** Records a lookup that found the right owner. */
  right(hops: number, timeouts: number): void {
    this.paths.push(hops);
    this.timeouts.push(timeouts);
  }

  /** Records a lookup that ended without an owner, or with a wrong one. */
  failed(): void {
    this.failures += 1;
  }

  /** Records the keys of each host of one run. */
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
