// The rules of oxlint bite: what one file says, everywhere; those that need types, in every room where a forgotten promise
// costs data, and nowhere else.
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const ROOT = join(__dirname, '..');
const OF_A_FILE = '.oxlintrc.json';
const OF_TYPES = '.oxlintrc.types.json';
const TYPES = { compilerOptions: { strict: true, target: 'es2022', types: [] } };

const lines = (count: number): string => 'void 0;\n'.repeat(count);

/** The file, what stands in it, and the rule that refuses it; `null`: none does. */
type Case = readonly [file: string, text: string, rule: string | null];

const LOOSE = 'export const same = (a: number, b: number) => a == b;\n';
const UNUSED = 'const unused = 1;\n';
const TOO_LONG = lines(301);
const LONG_FUNCTION = `export function long() {\n${lines(71)}}\n`;
const TYPE_AS_VALUE = "import { A } from './a';\nexport const a: A = { b: 1 };\n";

const CASES_OF_A_FILE: readonly Case[] = [
  ...[
    ...['libs/chord', 'libs/ring-view', 'apps/node', 'apps/dashboard', 'apps/node-e2e'],
    ...['apps/dashboard-e2e', 'examples/nest-app'],
  ].flatMap((room): Case[] => [
    [`${room}/src/loose.ts`, LOOSE, 'eslint(eqeqeq)'],
    [`${room}/src/unused.ts`, UNUSED, 'eslint(no-unused-vars)'],
    [`${room}/src/long.ts`, TOO_LONG, 'eslint(max-lines)'],
    [`${room}/src/function.ts`, LONG_FUNCTION, 'eslint(max-lines-per-function)'],
  ]),
  ['libs/chord/src/underscore.ts', 'const _unused = 1;\n', 'eslint(no-unused-vars)'],
  ['libs/chord/src/parameter.ts', 'export const f = (_a: number) => 1;\n', null],
  ['libs/chord/src/let.ts', 'let a = 1;\nexport const b = a;\n', 'eslint(prefer-const)'],
  ['libs/chord/src/var.ts', 'export var a = 1;\n', 'eslint(no-var)'],
  [
    'libs/chord/src/short.ts',
    'const a = 1;\nexport const b = { a: a };\n',
    'eslint(object-shorthand)',
  ],
  ['libs/chord/src/any.ts', 'export const a = (b: any) => b;\n', 'typescript(no-explicit-any)'],
  [
    'libs/chord/src/assigned.ts',
    'export function f() {\n  let a = 1;\n  a = 2;\n  return a;\n}\n',
    'eslint(no-useless-assignment)',
  ],
  ['libs/chord/src/type.ts', TYPE_AS_VALUE, 'typescript(consistent-type-imports)'],
  ['apps/node/src/type.ts', TYPE_AS_VALUE, null],
  ['apps/dashboard/src/type.ts', TYPE_AS_VALUE, null],
  ['libs/chord/src/long.spec.ts', lines(400), null],
  ['libs/chord/src/function.spec.ts', LONG_FUNCTION, null],
];

const FORGOTTEN = 'export function f() {\n  Promise.resolve(1);\n}\n';
const AS_CONDITION = 'export const f = (a: Promise<1>) => (a ? 1 : 2);\n';
const OF_A_NUMBER = 'export const f = async () => await 1;\n';

const CASES_OF_TYPES: readonly Case[] = [
  ...[
    ...['libs/chord', 'libs/store', 'libs/simulator', 'libs/transport', 'libs/engine-lmdb'],
    ...['libs/nest', 'libs/client', 'libs/ring-client', 'apps/chordctl', 'apps/node'],
    ...['apps/node-e2e', 'apps/bench'],
  ].map(
    (room) => [`${room}/src/deep/a.ts`, FORGOTTEN, 'typescript(no-floating-promises)'] as const,
  ),
  ['libs/store/src/a.spec.ts', FORGOTTEN, 'typescript(no-floating-promises)'],
  ['apps/node-e2e/src/a.e2e.ts', FORGOTTEN, 'typescript(no-floating-promises)'],
  ['libs/store/src/condition.ts', AS_CONDITION, 'typescript(no-misused-promises)'],
  ['libs/store/src/number.ts', OF_A_NUMBER, 'typescript(await-thenable)'],
  ['libs/store/src/number.spec.ts', OF_A_NUMBER, null],
  ['libs/store/src/testing/number.ts', OF_A_NUMBER, null],
  ['apps/dashboard/src/a.ts', FORGOTTEN, null],
];

describe.each([
  ['of one file', OF_A_FILE, CASES_OF_A_FILE],
  ['with types', OF_TYPES, CASES_OF_TYPES],
])('the linter %s', (_, config, cases) => {
  let folder: string;
  let found: { filename: string; code: string }[];

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'chord-lint-'));
    copyFileSync(join(ROOT, config), join(folder, config));
    symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'), 'junction');
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(TYPES));
    mkdirSync(join(folder, 'examples'));
    for (const [file, text] of cases) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), text);
    }
    const oxlint = join(ROOT, 'node_modules/oxlint/bin/oxlint');
    const args = ['-c', config, '-f', 'json', 'libs', 'apps', 'examples'];
    const { stdout, stderr } = spawnSync(process.execPath, [oxlint, ...args], {
      cwd: folder,
      encoding: 'utf8',
    });
    if (!stdout.startsWith('{')) throw new Error(`the linter did not run:\n${stdout}${stderr}`);
    found = JSON.parse(stdout).diagnostics;
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it.each(cases.map(([file, , rule]) => [file, rule] as const))('%s: %s', (file, rule) => {
    const rules = found.filter(({ filename }) => filename === file).map(({ code }) => code);
    expect(rules).toEqual(rule === null ? [] : [rule]);
  });
});
