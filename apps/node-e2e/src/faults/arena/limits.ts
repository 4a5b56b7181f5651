// The limits on figures of a run. A figure beyond its limit is reported; the findings of the checkers alone decide
// whether the ring has kept its promise, at any speed.

/** A figure bears its unit in its name; of several readings the largest counts. */
export type Figure =
  | 'one ring ms'
  | 'three copies ms'
  /** The longest that a register answered nobody, while most of its home replicas were there. */
  | 'key out ms'
  /** Share of the operations at healthy nodes that were not served. */
  | 'errors %'
  | 'p99 ms'
  | 'p99 ratio'
  /** Beside 100 ms that a slow peer may cost. */
  | 'p99 less 100 ms ratio'
  | 'refusal by the minority ms'
  | 'ready after a start ms'
  | 'stop by SIGTERM ms'
  | 'opens ms'
  | 'writes resume ms'
  | 'readings refused by the full node'
  | 'memory ratio'
  | 'health answered ms'
  | 'normal again ms'
  | 'merged ms';

export type Limits = Readonly<Partial<Record<Figure, number>>>;

/** What every scenario is held to, unless it says otherwise. */
export const USUAL_LIMITS: Limits = {
  'one ring ms': 15_000,
  'three copies ms': 30_000,
  'key out ms': 5_000,
};

export interface Judged {
  readonly figure: string;
  readonly value: number;
  readonly limit: number;
  readonly holds: boolean;
}

export function judge(figures: ReadonlyMap<string, number>, limits: Limits): Judged[] {
  return Object.entries({ ...USUAL_LIMITS, ...limits }).flatMap(([figure, limit]) => {
    const value = figures.get(figure);
    return value === undefined ? [] : [{ figure, value, limit, holds: value <= limit }];
  });
}
