// Runs one experiment of the paper, or all of them with table and plots: npx nx run simulator:paper
import { loadSimulator } from './load-simulator.mjs';
import { runAll } from './paper-report.mjs';

const simulator = await loadSimulator();
const { nodeHost } = simulator;

/** @param {import('../src/index').ExperimentSettings} settings */
async function measured(settings) {
  const startedMs = performance.now();
  const result = await simulator.runExperiment(nodeHost, settings);
  return { ...result, seconds: Math.round(performance.now() - startedMs) / 1_000 };
}

/** For people; the JSON that follows has the same figures. @param {object} result */
function print({ pathDistribution, ...result }) {
  console.log(`${result.experiment}: ${JSON.stringify(result.setUp)}`);
  for (const name of ['path', 'timeouts', 'keys'])
    if (result[name]) console.log(`${name}: ${JSON.stringify(result[name])}`);
  if (pathDistribution)
    console.log(
      `hops: ${pathDistribution.map(({ value, share }) => `${value}: ${share.toFixed(4)}`).join(', ')}`,
    );
  if (result.failuresPer10k !== undefined)
    console.log(`failures per 10,000 lookups: ${result.failuresPer10k}`);
}

try {
  const { settings, json } = simulator.readPaperArguments(process.argv.slice(2));
  if (settings) {
    const result = await measured(settings);
    if (!json) print(result);
    console.log(JSON.stringify({ ...result, pathDistribution: undefined }));
  } else {
    const rows = await runAll(simulator.settingsOf, measured);
    console.log(JSON.stringify({ experiment: 'all', rows }));
  }
} catch (error) {
  const isMisuse = error instanceof Error && error.code === 'BAD_ARGUMENTS';
  console.error(isMisuse ? error.message : error);
  process.exitCode = isMisuse ? 2 : 1;
}
