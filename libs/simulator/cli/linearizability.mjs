// Prints for which faults and ways of reading histories are linearizable: npx nx run simulator:linearizability -- --seeds 20 --update
import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { loadSimulator } from './load-simulator.mjs';

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '20' },
    update: { type: 'boolean', default: false },
  },
});
const seeds = Array.from({ length: Number(values.seeds) }, (_, index) => index + 1);
const guide = new URL('../../../docs/simulator.md', import.meta.url);
const [BEGIN, END] = ['<!-- linearizability: begin -->', '<!-- linearizability: end -->'];

const simulator = await loadSimulator();
const { nodeHost } = simulator;
const rows = [];
for (const faults of simulator.FAULT_CLASSES)
  rows.push(await simulator.judgeReadingModes(nodeHost, faults, seeds));
const table = tableOf(rows);
console.log(table);
if (values.update) {
  const text = await readFile(guide, 'utf8');
  const [before, rest] = text.split(BEGIN);
  const after = rest.split(END)[1];
  await writeFile(guide, `${before}${BEGIN}\n\n${table}\n\n${END}${after}`);
}
if (rows.some(({ verdicts }) => verdicts.majority.wrong > 0)) process.exitCode = 1;

function tableOf(all) {
  const head = ['faults', 'operations', 'unknown', 'histories', 'default', '`consistency=one`'];
  const lines = all.map(({ name, operations, unknown, verdicts }) => [
    name,
    `${operations}`,
    `${unknown}`,
    `${verdicts.majority.histories}`,
    describe(verdicts.majority),
    describe(verdicts.one),
  ]);
  const widths = head.map((_, column) =>
    Math.max(...[head, ...lines].map((line) => line[column].length)),
  );
  const print = (line) => `| ${line.map((cell, at) => cell.padEnd(widths[at])).join(' | ')} |`;
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`;
  return [print(head), rule, ...lines.map(print)].join('\n');
}

function describe({ wrong, undecided }) {
  const doubt = undecided > 0 ? `, ${undecided} undecided` : '';
  return wrong === 0 ? `linearizable${doubt}` : `**${wrong} not**${doubt}`;
}
