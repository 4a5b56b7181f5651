// Knows which program runs which experiment.
import type { Host } from '../ports/host';
import { runChurn } from './churn';
import { runKeyDistribution } from './key-distribution';
import type { ExperimentResult } from './result';
import type { ExperimentSettings } from './settings';
import { runStaticRing } from './static-ring';

export async function runExperiment(
  host: Host,
  settings: ExperimentSettings,
): Promise<ExperimentResult> {
  switch (settings.experiment) {
    case 'path-length':
    case 'simultaneous-failures':
      return runStaticRing(host, settings);
    case 'load-balance':
    case 'virtual-nodes':
      return runKeyDistribution(settings);
    case 'churn':
      return runChurn(host, settings);
  }
}
