// Refuses settings that have no meaning together, and suggests others.
import { countsKeys, failingCount, type ExperimentSettings } from './settings';

const HOSTS_MIN = 2;

/**
 * @param asked the settings that the user gave; defaults without effect are no reason to refuse
 * @returns one sentence for each fault
 */
export function refusalsOf(
  settings: ExperimentSettings,
  asked: Partial<ExperimentSettings>,
): string[] {
  const { experiment, nodes, failed, lookups, rate } = settings;
  const refusals: string[] = [];
  if (nodes - failingCount(settings) < HOSTS_MIN)
    refusals.push(
      `--failed ${failed} of ${nodes} hosts leaves fewer than ${HOSTS_MIN}: use a smaller share, or more --nodes.`,
    );
  if (lookups === 0 && !countsKeys(experiment))
    refusals.push(`--lookups is at least 1 in ${experiment}: nothing else is measured there.`);
  else if (lookups === 0 && rate > 0)
    refusals.push(
      '--rate needs time to pass, and lookups are the clock (1 a second): use --lookups 1 or more.',
    );
  if (lookups === 0 && asked.successors !== undefined)
    refusals.push(
      `--successors changes nothing in ${experiment} without lookups: leave it out, or add --lookups.`,
    );
  return refusals;
}
