// Knows how to ask the linter about text as if it stood in a given file. Reads a JSON list of
// { file, text } on stdin, writes a list of the rules that each one breaks.
// A program of its own, because Jest cannot load the linter's configuration.
import { text } from 'node:stream/consumers';
import { ESLint } from 'eslint';
import { root } from './root.mjs';

const eslint = new ESLint({ cwd: root });
/** @type {string[][]} */
const broken = [];
for (const { file, text: source } of JSON.parse(await text(process.stdin))) {
  const [result] = await eslint.lintText(source, { filePath: file });
  broken.push(result?.messages.map(({ ruleId, message }) => ruleId ?? message) ?? []);
}
console.log(JSON.stringify(broken));
