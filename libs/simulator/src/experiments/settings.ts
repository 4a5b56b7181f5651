// Knows the experiments of the paper (ToN 2003, section V) and what can be set in each.

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
  /** Hosts in the ring. */
  readonly nodes: number;
  /** Positions that each host has on the ring; all of them come and go with it. */
  readonly virtualNodes: number;
  /** The length of successor lists. */
  readonly successors: number;
  readonly keys: number;
  /** Lookups per seed. */
  readonly lookups: number;
  /** Joins a second, and as many leaves. */
  readonly rate: number;
  /** The share of hosts that fails at once, 0 to 1. */
  readonly failed: number;
  /** How many independent runs are put together. */
  readonly seeds: number;
  /** The seed of the first run; the others follow. */
  readonly seed: number;
}

type Defaults = Omit<ExperimentSettings, 'experiment' | 'keys'> & { readonly keys?: number };

const COMMON: Defaults = {
  nodes: 1_000,
  virtualNodes: 1,
  successors: 20,
  lookups: 10_000,
  rate: 0,
  failed: 0,
  seeds: 1,
  seed: 1,
};

/** The paper's own settings. Its path lengths were measured without the successor list as a shortcut. */
const DEFAULTS: Record<ExperimentName, Defaults> = {
  'path-length': { ...COMMON, nodes: 1_024, successors: 1 },
  'load-balance': { ...COMMON, nodes: 10_000, keys: 1_000_000, seeds: 20 },
  'virtual-nodes': { ...COMMON, nodes: 10_000, virtualNodes: 10, keys: 1_000_000 },
  'simultaneous-failures': { ...COMMON, failed: 0.5, seeds: 5 },
  churn: { ...COMMON, rate: 0.05 },
};

export function settingsOf(
  experiment: ExperimentName,
  asked: Partial<ExperimentSettings> = {},
): ExperimentSettings {
  const defaults = DEFAULTS[experiment];
  const settings = { ...defaults, ...asked, experiment };
  return { ...settings, keys: asked.keys ?? defaults.keys ?? 100 * settings.nodes };
}
