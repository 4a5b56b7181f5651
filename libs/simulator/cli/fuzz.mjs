// Runs random plans of faults until one fails or the time is over: npx nx run simulator:fuzz -- --minutes 5 --seed 1
import { parseArgs } from 'node:util';
import { loadSimulator } from './load-simulator.mjs';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '1' },
    runs: { type: 'string', default: 'Infinity' },
    seed: { type: 'string', default: '1' },
    mode: { type: 'string' },
    replay: { type: 'string' },
    verbose: { type: 'boolean', default: false },
  },
});
const simulator = await loadSimulator();
const { nodeHost } = simulator;
const startedMs = performance.now();

if (values.replay) await replay(JSON.parse(values.replay));
else await search();

async function replay(plan) {
  const onLines = (lines) => values.verbose && console.log(lines.join('\n'));
  const logging = values.verbose ? 'lines' : 'hash';
  const { failure, events, hash } = await simulator.runAnyPlan(nodeHost, plan, {
    logging,
    onLines,
  });
  console.log(`${events} events, history ${hash}`);
  console.log(failure ? `It fails: ${describe(failure)}` : 'It does not fail.');
  if (failure) process.exitCode = 1;
}

async function search() {
  const endMs = startedMs + Number(values.minutes) * 60_000;
  const modes = values.mode ? [values.mode] : simulator.MODES;
  if (!modes.every((mode) => simulator.MODES.includes(mode))) {
    process.exitCode = 2;
    return console.error(`--mode is one of ${simulator.MODES.join(', ')}, not ${values.mode}.`);
  }
  const { runs, events, checks, finding } = await simulator.fuzz(nodeHost, {
    seed: Number(values.seed),
    modes,
    goOn: (done) => done < Number(values.runs) && performance.now() < endMs,
  });
  const seconds = ((performance.now() - startedMs) / 1_000).toFixed(1);
  console.log(
    `${runs} runs, ${events} events, ${checks} pictures of rings and histories of keys checked, in ${seconds} s.`,
  );
  if (!finding) return void console.log('Nothing was found.');
  process.exitCode = 1;
  console.log(`Seed ${finding.plan.seed}, mode ${finding.plan.mode}: ${describe(finding.failure)}`);
  console.log(`The smallest plan with the same kind of failure:\n${finding.replay}`);
  console.log(`To look at it, at any node:\nhttp://localhost:5000${finding.link}`);
}

function describe({ kind, detail, atMs }) {
  return `${kind} at ${Math.round(atMs)} ms: ${detail}`;
}
