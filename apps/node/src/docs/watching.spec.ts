// The metrics in the files for Prometheus and Grafana exist.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { startTestNode } from '../testing/test-node';
import { describedMetrics } from './metrics-page';

const read = (file: string): string =>
  readFileSync(join(__dirname, '../../../../deploy', file), 'utf8');

interface Rules {
  readonly groups: readonly {
    readonly rules: readonly {
      readonly alert: string;
      readonly expr: string;
      readonly labels: { readonly severity: string };
      readonly annotations: { readonly summary: string; readonly description: string };
    }[];
  }[];
}

interface Dashboard {
  readonly panels: readonly {
    readonly id: number;
    readonly title: string;
    readonly targets: readonly { readonly expr: string }[];
  }[];
}

const rules = (parse(read('prometheus/chord.rules.yml')) as Rules).groups.flatMap(
  (group) => group.rules,
);
const { panels } = JSON.parse(read('grafana/dashboards/chord.json')) as Dashboard;
const LABEL = /\b(\w+)(?==~?"|!=~?")|by \(([\w, ]+)\)/g;

/** The series of a metric in the text format. */
const seriesOf = ({ name, type }: { name: string; type: string }): string[] =>
  type === 'histogram' ? ['_bucket', '_sum', '_count'].map((end) => name + end) : [name];

describe('the metrics of dashboards and alarms', () => {
  it('exist at a node, under the right names', async () => {
    const node = await startTestNode();
    const { text } = await node.get('/metrics');
    const told = [...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)].map(([, name, type]) => ({
      name,
      type,
    }));
    const known = await describedMetrics();
    const plain = known.map(({ name, type }) => ({ name, type }));
    const inOrder = told.sort((one, other) => ((one.name ?? '') < (other.name ?? '') ? -1 : 1));
    expect(inOrder).toEqual(plain);
    for (const { name, type, help } of known) {
      expect([name, name.endsWith('_total')]).toEqual([name, type === 'counter']);
      expect([name, /_(?:count|sum|bucket|ms|milliseconds|kb|mb|percent)$/.test(name)]).toEqual([
        name,
        false,
      ]);
      expect([name, help]).toEqual([name, expect.stringMatching(/^\S.{5,}/)]);
    }
    expect(text).toMatch(/^chord_ready 1$/m);
    expect(text).toMatch(/^chord_build_info\{version="\d+\.\d+\.\d+[^"]*"\} 1$/m);
    expect(text).not.toMatch(/^chord_certificate_ends_timestamp_seconds /m);
    if (process.platform === 'linux') {
      const bytesOf = (name: string) => Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1]);
      const own = bytesOf('chord_memory_own_bytes');
      expect(own).toBeGreaterThan(bytesOf('chord_nodejs_heap_size_used_bytes') / 2);
      expect(own).toBeLessThanOrEqual(bytesOf('chord_process_resident_memory_bytes') * 1.1);
      expect(bytesOf('chord_memory_mapped_bytes')).toBeGreaterThan(1_000_000);
    }
  });

  it.each([
    ...rules.map(({ alert, expr }) => [alert, expr]),
    ...panels.flatMap(({ title, targets }) => targets.map(({ expr }) => [title, expr])),
  ] as [string, string][])('%s asks for what there is', async (_, expr) => {
    const metrics = await describedMetrics();
    const series = new Set([...metrics.flatMap(seriesOf), 'up']);
    const names = [...expr.matchAll(/\b(?:chord_\w+|up)\b/g)].map(([name]) => name);
    expect(names.length).toBeGreaterThan(0);
    expect(names.filter((name) => !series.has(name))).toEqual([]);
    const labels = [...expr.matchAll(LABEL)].flatMap(([, one, some]) =>
      (one ?? some ?? '').split(', '),
    );
    const known = new Set([
      'instance',
      'job',
      'le',
      ...metrics.flatMap(({ labelNames }) => labelNames),
    ]);
    expect(labels.filter((label) => !known.has(label))).toEqual([]);
  });

  it('wakes people with names, a severity, and what to do', () => {
    const alerts = rules.map(({ alert }) => alert);
    expect(new Set(alerts).size).toBe(alerts.length);
    for (const { alert, labels, annotations } of rules) {
      expect([alert, labels.severity]).toEqual([
        alert,
        expect.stringMatching(/^(?:critical|warning|info)$/),
      ]);
      expect(annotations.summary.length).toBeGreaterThan(10);
      expect(annotations.description.length).toBeGreaterThan(20);
    }
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
  });
});
