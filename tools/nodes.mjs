// Tests on every line of Node that is supported: `npm run test:nodes`, or some of them: -- 24 26
import { LINES, nodeOf } from './lib/nodes.mjs';
import { allOn } from './lib/node-steps.mjs';
import { prepare, fail } from './lib/prepare.mjs';
import { buildStep, coresOf, runAll } from './lib/whole-run.mjs';

const asked = process.argv.slice(2).map(Number);
const unknown = asked.filter((line) => !LINES.includes(line));
if (unknown.length > 0) fail(`Supported are the lines ${LINES.join(', ')} of Node.`);

await prepare();
const lines = asked.length > 0 ? asked : LINES;
for (const line of lines) {
  const node = await nodeOf(line);
  console.log(typeof node === 'string' ? node : `Node ${node.version}`);
}
const cores = coresOf();
await runAll([buildStep(), ...lines.flatMap((line) => allOn(line, cores))], cores);
