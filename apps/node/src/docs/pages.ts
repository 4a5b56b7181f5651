// The documentation pages that have a generated part.
import { configurationTable } from './configuration-page';
import { metricsTables } from './metrics-page';

export const PAGES: readonly {
  readonly file: string;
  readonly make: () => string | Promise<string>;
}[] = [
  { file: 'docs/configuration.md', make: configurationTable },
  { file: 'docs/metrics.md', make: metricsTables },
];
