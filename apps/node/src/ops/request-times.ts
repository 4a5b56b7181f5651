// The histogram of request durations by method, route and status. The library's histogram looks up its labels for each
// of them, which took a fortieth of the time of a read.
import type { Registry } from 'prom-client';

interface Series {
  readonly method: string;
  readonly status: number;
  /** The number of requests up to each bound; the last entry has those above. */
  readonly counts: number[];
  sum: number;
}

interface Value {
  readonly metricName: string;
  readonly labels: Readonly<Record<string, string | number>>;
  readonly value: number;
}

export class RequestTimes {
  readonly type = 'histogram';
  readonly aggregator = 'sum';
  readonly labelNames = ['method', 'route', 'status'] as const;
  private readonly byRoute = new Map<string, Series[]>();

  /** @param bounds seconds, ascending */
  constructor(
    readonly name: string,
    readonly help: string,
    private readonly bounds: readonly number[],
  ) {}

  register(registry: Registry): void {
    // The registry calls only `get` of a metric.
    registry.registerMetric(this as unknown as Parameters<Registry['registerMetric']>[0]);
  }

  observe(method: string, route: string, status: number, seconds: number): void {
    const series = this.seriesOf(method, route, status);
    let place = 0;
    while (place < this.bounds.length && seconds > (this.bounds[place] as number)) place += 1;
    series.counts[place] = (series.counts[place] as number) + 1;
    series.sum += seconds;
  }

  get(): object {
    const { name, help, type, aggregator } = this;
    const values = [...this.byRoute].flatMap(([route, all]) =>
      all.flatMap((series) => this.valuesOf(route, series)),
    );
    return { name, help, type, aggregator, values };
  }

  private seriesOf(method: string, route: string, status: number): Series {
    let all = this.byRoute.get(route);
    if (!all) this.byRoute.set(route, (all = []));
    for (const series of all)
      if (series.status === status && series.method === method) return series;
    const counts = new Array<number>(this.bounds.length + 1).fill(0);
    const series = { method, status, counts, sum: 0 };
    all.push(series);
    return series;
  }

  private valuesOf(route: string, { method, status, counts, sum }: Series): Value[] {
    const labels = { method, route, status: String(status) };
    let count = 0;
    const buckets = counts.map((more, place) => {
      count += more;
      const le = this.bounds[place] ?? '+Inf';
      return { metricName: `${this.name}_bucket`, labels: { le, ...labels }, value: count };
    });
    return [
      ...buckets,
      { metricName: `${this.name}_sum`, labels, value: sum },
      { metricName: `${this.name}_count`, labels, value: count },
    ];
  }
}
