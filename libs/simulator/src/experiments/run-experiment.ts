// Runs the experiment of given settings.
import type { ChordNode } from '@chord-dht/chord';
import type { Host } from '@chord-dht/chord/testing';
import { churnRun } from './churn';
import { keysPerHost } from './key-distribution';
import { splitHosts } from './paper-world';
import { Figures, type ExperimentResult } from './result';
import { countsKeys, isMaintained, type ExperimentSettings } from './settings';
import { staticRun } from './static-ring';

/** @param alter modifies each fresh node: for tests that run a protocol with a known defect */
export async function runExperiment(
  host: Host,
  settings: ExperimentSettings,
  alter?: (node: ChordNode) => void,
): Promise<ExperimentResult> {
  const figures = new Figures(settings);
  for (let run = 0; run < settings.seeds; run += 1) {
    const seed = settings.seed + run;
    const hosts = await hostsAfter(host, settings, seed, figures, alter);
    if (countsKeys(settings.experiment)) figures.kept(keysPerHost(settings, seed, hosts));
  }
  return figures.result();
}

/** Runs the lookups of one run. @returns the hosts that are present at the end */
function hostsAfter(
  host: Host,
  settings: ExperimentSettings,
  seed: number,
  figures: Figures,
  alter?: (node: ChordNode) => void,
): Promise<readonly string[]> | readonly string[] {
  if (settings.lookups === 0) return splitHosts(settings, seed).living;
  return isMaintained(settings)
    ? churnRun(host, settings, seed, figures, alter)
    : staticRun(host, settings, seed, figures, alter);
}
