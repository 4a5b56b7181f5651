// The experiments of the paper (ToN 2003, section V) and their settings.

export const EXPERIMENTS = [
  'path-length',
  'load-balance',
  'virtual-nodes',
  'simultaneous-failures',
  'churn',
] as const;
export type ExperimentName = (typeof EXPERIMENTS)[number];

export interface ExperimentSettings {
  readonly experiment: ExperimentName;
  /** The number of hosts. */
  readonly nodes: number;
  /** The number of positions of each host; all of them come and go with it. */
  readonly virtualNodes: number;
  /** The length of successor lists. */
  readonly successors: number;
  /** The number of keys that hosts store, or that lookups draw from. */
  readonly keys: number;
  /** Lookups per seed; 0 where only keys are counted. */
  readonly lookups: number;
  /** Joins a second, and as many leaves. */
  readonly rate: number;
  /** The share of hosts that fails at once, before the measurement; 0 to 1. */
  readonly failed: number;
  /** The number of independent runs that are merged. */
  readonly seeds: number;
  /** The seed of the first run; the others follow. */
  readonly seed: number;
}

type Defaults = Omit<ExperimentSettings, 'experiment' | 'keys'> & { readonly keys?: number };

const LOOKUPS = 10_000;
const COMMON: Defaults = {
  nodes: 1_000,
  virtualNodes: 1,
  successors: 20,
  lookups: LOOKUPS,
  rate: 0,
  failed: 0,
  seeds: 1,
  seed: 1,
};
const KEYS_ONLY = { ...COMMON, nodes: 10_000, keys: 1_000_000, lookups: 0 };

/** The paper's own settings. */
const DEFAULTS: Record<ExperimentName, Defaults> = {
  'path-length': { ...COMMON, nodes: 1_024 },
  'load-balance': { ...KEYS_ONLY, seeds: 20 },
  'virtual-nodes': { ...KEYS_ONLY, virtualNodes: 10 },
  'simultaneous-failures': { ...COMMON, failed: 0.5, seeds: 5 },
  churn: { ...COMMON, rate: 0.05 },
};

/** Returns the settings of an experiment, with the paper's numbers for those that were not given. */
export function settingsOf(
  experiment: ExperimentName,
  asked: Partial<ExperimentSettings> = {},
): ExperimentSettings {
  const defaults = { ...DEFAULTS[experiment], ...followingFrom(experiment, asked) };
  const settings = { ...defaults, ...asked, experiment };
  return { ...settings, keys: asked.keys ?? defaults.keys ?? 100 * settings.nodes };
}

/** Defaults that depend on other settings. */
function followingFrom(
  experiment: ExperimentName,
  { rate = 0, failed = 0, lookups }: Partial<ExperimentSettings>,
): Partial<ExperimentSettings> {
  // The paper's path lengths were measured without the successor list as a shortcut. With departures or failures, a
  // list of one would break the ring.
  if (experiment === 'path-length' && rate === 0 && failed === 0) return { successors: 1 };
  if (!countsKeys(experiment)) return {};
  // Churn needs time to pass, which the lookups provide. A ring of running members costs far more than counting, so
  // there is one seed.
  if (rate > 0) return { lookups: LOOKUPS, seeds: 1 };
  return lookups ? { seeds: 1 } : {};
}

/** True when the keys of each host are reported. */
export function countsKeys(experiment: ExperimentName): boolean {
  return experiment === 'load-balance' || experiment === 'virtual-nodes';
}

/** True when members maintain their pointers: in the paper only under churn. */
export function isMaintained({ experiment, rate }: ExperimentSettings): boolean {
  return experiment === 'churn' || rate > 0;
}

/** The number of hosts that fail at once. */
export function failingCount({ nodes, failed }: ExperimentSettings): number {
  return Math.round(failed * nodes);
}
