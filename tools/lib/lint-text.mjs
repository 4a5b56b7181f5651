// Lints text as if it stood in a given file. Reads a JSON list of { file, text } on stdin, writes a list of the rules
// that each one breaks. A program of its own, because Jest cannot load the linter's configuration.
import { text } from 'node:stream/consumers';
import { ESLint } from 'eslint';
import { root } from './root.mjs';

/** Longer ones are about how long a file may be, and stand alone. */
const LINES_TOGETHER_MAX = 5;
/** So few that a file of all of them is not too long itself. */
const TOGETHER_MAX = 40;

/** @typedef {{ file: string, text: string }} Question */
/** @typedef {{ index: number, from: number, to: number }} Place `from` and `to`: lines, from 1, both included */

const eslint = new ESLint({ cwd: root });
/** @type {Question[]} */
const questions = JSON.parse(await text(process.stdin));
/** @type {string[][]} */
const broken = questions.map(() => []);
for (const group of together()) {
  const { file } = /** @type {Question} */ (questions[group[0] ?? 0]);
  const { whole, places } = joined(group);
  const [result] = await eslint.lintText(whole, { filePath: file });
  for (const { ruleId, message, line } of result?.messages ?? []) {
    // What cannot be read says nothing about any of them.
    const hit =
      ruleId === null ? places : places.filter(({ from, to }) => line >= from && line <= to);
    for (const { index } of hit) broken[index]?.push(ruleId ?? message);
  }
}
console.log(JSON.stringify(broken));

/** Which questions are asked as one file: to read a file takes longer than to judge its lines. */
function* together() {
  /** @type {Map<string, number[]>} */
  const open = new Map();
  for (const [index, { file, text: source }] of questions.entries()) {
    if (source.split('\n').length > LINES_TOGETHER_MAX || !/\.m?[tj]s$/.test(file)) {
      yield [index];
      continue;
    }
    const group = open.get(file) ?? [];
    open.set(file, [...group, index]);
    if (group.length + 1 < TOGETHER_MAX) continue;
    yield [...group, index];
    open.delete(file);
  }
  yield* open.values();
}

/** @param {readonly number[]} group @returns {{ whole: string, places: Place[] }} */
function joined(group) {
  let whole = '';
  let line = 1;
  const places = group.map((index) => {
    const source = `${questions[index]?.text.replace(/\n$/, '')}\n`;
    const from = line;
    line += source.split('\n').length - 1;
    whole += source;
    return { index, from, to: line - 1 };
  });
  return { whole, places };
}
