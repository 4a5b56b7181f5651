// The metrics of the process itself: those of prom-client, without the ones that have a wrong name or meaning, and
// memory as Linux reports it.
import { readFileSync } from 'node:fs';
import { collectDefaultMetrics, Gauge, type Registry } from 'prom-client';

/**
 * The metrics of prom-client's event loop monitor are left out; this interval only keeps it from waking an idle
 * process.
 */
const LOOP_PRECISION_MS = 60_000;
const STATUS = '/proc/self/status';

const LEFT_OUT = [
  // They measure the interval of a timer, a quarter of a second at an idle node; the product's own metric has the
  // lateness alone.
  ...['', '_min', '_max', '_mean', '_stddev', '_p50', '_p90', '_p99'].map(
    (part) => `chord_nodejs_eventloop_lag${part}_seconds`,
  ),
  // Gauges with a counter's ending; the sum of the metric of the same name by type is the same figure.
  'chord_nodejs_active_handles_total',
  'chord_nodejs_active_requests_total',
  'chord_nodejs_active_resources_total',
  // Addresses and not memory: the data file is mapped into 1 TiB of them, and `heap` includes everything that may be
  // written.
  'chord_process_virtual_memory_bytes',
  'chord_process_heap_bytes',
];

const MEMORY = [
  {
    name: 'chord_memory_own_bytes',
    line: 'RssAnon',
    help: 'Memory that is the own of the process (heap, buffers, stacks); Linux only',
  },
  {
    name: 'chord_memory_mapped_bytes',
    line: 'RssFile',
    help: 'Pages of mapped files in memory (data file, program), which the system takes back when others need room; Linux only',
  },
] as const;

export function addProcessMetrics(registry: Registry): void {
  collectDefaultMetrics({
    register: registry,
    prefix: 'chord_',
    eventLoopMonitoringPrecision: LOOP_PRECISION_MS,
  });
  for (const name of LEFT_OUT) registry.removeSingleMetric(name);
  for (const { name, help, line } of MEMORY) {
    new Gauge({
      name,
      help,
      registers: [registry],
      collect() {
        const bytes = statusBytes(line);
        if (bytes === undefined) this.remove();
        else this.set(bytes);
      },
    });
  }
}

/** A field of this process's status in bytes; the system generates the text at the read. */
function statusBytes(name: string): number | undefined {
  try {
    const [, kib] =
      new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(readFileSync(STATUS, 'utf8')) ?? [];
    return kib === undefined ? undefined : Number(kib) * 1024;
  } catch {
    return undefined;
  }
}
