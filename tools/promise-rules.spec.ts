// The rules that need types bite in every room where a forgotten promise costs data, and nowhere else.
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const ROOT = join(__dirname, '..');
const CONFIG = '.oxlintrc.json';
const TYPES = { compilerOptions: { strict: true, target: 'es2022', types: [] } };

const FORGOTTEN = 'export function f() {\n  Promise.resolve(1);\n}\n';
const AS_CONDITION = 'export const f = (a: Promise<1>) => (a ? 1 : 2);\n';
const OF_A_NUMBER = 'export const f = async () => await 1;\n';

/** The file, what stands in it, and the rule that refuses it; `null`: none does. */
const CASES: readonly (readonly [string, string, string | null])[] = [
  ...[
    ...['libs/chord', 'libs/store', 'libs/simulator', 'libs/transport', 'libs/engine-lmdb'],
    ...['libs/nest', 'libs/client', 'libs/ring-client', 'apps/chordctl', 'apps/node'],
    ...['apps/node-e2e', 'apps/bench'],
  ].map((room) => [`${room}/src/deep/a.ts`, FORGOTTEN, 'no-floating-promises'] as const),
  ['libs/store/src/a.spec.ts', FORGOTTEN, 'no-floating-promises'],
  ['apps/node-e2e/src/a.e2e.ts', FORGOTTEN, 'no-floating-promises'],
  ['libs/store/src/condition.ts', AS_CONDITION, 'no-misused-promises'],
  ['libs/store/src/number.ts', OF_A_NUMBER, 'await-thenable'],
  ['libs/store/src/number.spec.ts', OF_A_NUMBER, null],
  ['libs/store/src/testing/number.ts', OF_A_NUMBER, null],
  ['apps/dashboard/src/a.ts', FORGOTTEN, null],
];

describe('the linter with types', () => {
  let folder: string;
  let found: { filename: string; code: string }[];

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'chord-lint-'));
    copyFileSync(join(ROOT, CONFIG), join(folder, CONFIG));
    symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'), 'junction');
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(TYPES));
    for (const [file, text] of CASES) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), text);
    }
    const args = [join(ROOT, 'node_modules/oxlint/bin/oxlint'), '-f', 'json', 'libs', 'apps'];
    const { stdout, stderr } = spawnSync(process.execPath, args, {
      cwd: folder,
      encoding: 'utf8',
    });
    if (!stdout.startsWith('{')) throw new Error(`the linter did not run:\n${stdout}${stderr}`);
    found = JSON.parse(stdout).diagnostics;
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it.each(CASES)('%s: %j: %s', (file, _, rule) => {
    const rules = found.filter(({ filename }) => filename === file).map(({ code }) => code);
    expect(rules).toEqual(rule === null ? [] : [`typescript(${rule})`]);
  });
});
