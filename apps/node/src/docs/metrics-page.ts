// The list of the metrics in docs/metrics.md.
import { Metrics } from '../ops/metrics';
import { tableOf } from './made-part';

interface Described {
  readonly name: string;
  readonly help: string;
  readonly type: string;
  readonly labelNames: readonly string[];
}

/** Metrics of the process, which prom-client collects. */
const OF_THE_PROCESS = /^chord_(?:nodejs|process|memory)_/;

/** All metrics of a node, ordered by name. */
export async function describedMetrics(): Promise<readonly Described[]> {
  const { registry } = new Metrics(() => undefined);
  const known = registry.getMetricsAsArray() as unknown as readonly Described[];
  const types = new Map(
    (await registry.getMetricsAsJSON()).map(({ name, type }) => [name, String(type)]),
  );
  return known
    .map(({ name, help, labelNames }) => ({ name, help, labelNames, type: types.get(name) ?? '' }))
    .sort((one, other) => (one.name < other.name ? -1 : 1));
}

export async function metricsTables(): Promise<string> {
  const all = await describedMetrics();
  const rows = (isOfProcess: boolean): string[][] =>
    all
      .filter(({ name }) => OF_THE_PROCESS.test(name) === isOfProcess)
      .map(({ name, type, labelNames, help }) => [
        `\`${name}\``,
        type,
        labelNames.map((label) => `\`${label}\``).join(', '),
        help.replace(/\.$/, ''),
      ]);
  const head = ['metric', 'type', 'labels', 'meaning'];
  return [
    '## Of the node',
    tableOf(head, rows(false)),
    '## Of its process',
    tableOf(head, rows(true)),
  ].join('\n\n');
}
