// Runs all of the paper's experiments and puts our figures beside the published ones: a table and plots.
import { readFile, writeFile, mkdir } from 'node:fs/promises';
import { format } from 'prettier';
import { plotAll } from './paper-plots.mjs';
import { reportOf } from './paper-table.mjs';

const workspace = new URL('../../../', import.meta.url);
const tables = new URL('libs/simulator/data/paper-tables.json', workspace);

/**
 * @param {typeof import('../src/index').settingsOf} settingsOf
 * @param {(settings: object) => Promise<object>} measured
 */
export async function runAll(settingsOf, measured) {
  const paper = JSON.parse(await readFile(tables, 'utf8'));
  const rows = [];
  for (const [experiment, asked] of everyRun(paper)) {
    const row = await measured(settingsOf(experiment, asked));
    console.log(`${experiment} ${JSON.stringify(asked)}: ${row.seconds} s`);
    rows.push(row);
    // After every point, so that a run that is ended early has written what it knows.
    await write(rows, paper);
  }
  console.log('Written: docs/experiments.md and its plots.');
  return rows.map((row) => ({ ...row, pathDistribution: undefined }));
}

async function write(rows, paper) {
  const docs = new URL('docs/', workspace);
  await mkdir(new URL('images/', docs), { recursive: true });
  for (const [name, svg] of Object.entries(plotAll(rows, paper)))
    await writeFile(new URL(`images/${name}.svg`, docs), `${svg}\n`);
  const text = await format(reportOf(rows, paper), { parser: 'markdown', printWidth: 100 });
  await writeFile(new URL('experiments.md', docs), text);
}

/** Each experiment with the settings of every point that the paper shows. */
function* everyRun(paper) {
  for (const nodes of paper.pathLength.nodes) yield ['path-length', { nodes, lookups: 20_000 }];
  for (const keys of paper.loadBalance.keys) yield ['load-balance', { keys }];
  for (const virtualNodes of paper.virtualNodes.r)
    yield ['virtual-nodes', { virtualNodes, seeds: 5 }];
  for (const failed of paper.simultaneousFailures.p)
    yield ['simultaneous-failures', { failed, seeds: 5 }];
  for (const rate of [0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4]) yield ['churn', { rate }];
}
