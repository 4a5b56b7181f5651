import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { runFiles } from './testing/run-files';

const KEPT = {
  testEnvironment: join(__dirname, 'kept-environment.cjs'),
  runtime: join(__dirname, 'kept-runtime.cjs'),
};

/** Says how many files of tests have asked it. */
const COUNTER = `
  let asked = 0;
  exports.ask = () => (asked += 1);
  exports.secret = { value: () => 'kept' };
`;

const asks = (times: number) => `
  const { ask } = require('./counter');
  it('is asked', () => expect(ask()).toBe(${times}));
`;

const CHANGES = `
  const { secret } = require('./counter');
  it('changes what others use', () => {
    globalThis.left = 'behind';
    globalThis.fetch = () => 'nothing';
    jest.useFakeTimers();
    jest.spyOn(secret, 'value').mockReturnValue('spied');
    expect([secret.value(), left, fetch()]).toEqual(['spied', 'behind', 'nothing']);
  });
`;

const FINDS_NOTHING = `
  const { secret } = require('./counter');
  it('finds all as it was', async () => {
    expect(secret.value()).toBe('kept');
    expect(typeof left).toBe('undefined');
    expect(fetch.name).toBe('fetch');
    await new Promise((resolve) => setTimeout(resolve, 1));
    await new Promise((resolve) => process.nextTick(resolve));
  });
`;

/** Its first lines are gone when it is JavaScript. */
const THROWER = `
interface Gone {
  readonly line: number;
}
export const fail = (): Gone => {
  throw new Error('from here');
};
`;

const HOOKED = { 'hooked.js': `afterEach(() => undefined);` };

const HEARERS = `
  const { sameAsBefore } = require('./hearers');
  const isOfEvents = (symbol) => String(symbol).includes('EVENT_HANDLERS');
  it('is heard of as often', () => {
    const [name] = Object.getOwnPropertySymbols(globalThis).filter(isOfEvents);
    expect(sameAsBefore(globalThis[name].length)).toBe(true);
  });
`;
const HEARERS_BEFORE = `let before; exports.sameAsBefore = (count) => (before ??= count) === count;`;

describe('an environment that is kept', () => {
  it('loads a module once for all files', async () => {
    const { testResults } = await runFiles([asks(1), asks(2)], KEPT, { 'counter.js': COUNTER });
    expect(testResults.map(({ message }) => message)).toEqual(['', '']);
  });

  it('loads helpers for each file where they know of it', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'helpers-'));
    const helper = join(folder, 'testing/counter.js');
    mkdirSync(dirname(helper));
    writeFileSync(helper, `${COUNTER} afterAll(() => undefined);`);
    const asksHelper = asks(1).replace('./counter', helper);
    const options = { ...KEPT, testEnvironmentOptions: { ownHelpers: true } };
    const { testResults } = await runFiles([asksHelper, asksHelper], options);
    rmSync(folder, { recursive: true });
    expect(testResults.map(({ message }) => message)).toEqual(['', '']);
  });

  it('undoes what a file has changed of globals, timers and modules', async () => {
    const files = [CHANGES, FINDS_NOTHING];
    const { testResults } = await runFiles(files, KEPT, { 'counter.js': COUNTER });
    expect(testResults.map(({ message }) => message)).toEqual(['', '']);
  });

  it('tells nobody of a test who has listened to a file before', async () => {
    const modules = { 'hearers.js': HEARERS_BEFORE };
    const { testResults } = await runFiles([HEARERS, HEARERS], KEPT, modules);
    expect(testResults.map(({ message }) => message)).toEqual(['', '']);
  });

  it('refuses a module that would add to the tests of the first file alone', async () => {
    const uses = `require('./hooked'); it('runs', () => undefined);`;
    const { testResults } = await runFiles([uses], KEPT, HOOKED);
    expect(testResults[0]?.message).toContain('must not add to the tests of one');
  });

  it('shows the line of a module that stays where a later file fails in it', async () => {
    const fails = `const { fail } = require('./thrower'); it('fails', () => fail());`;
    const transform = { '\\.ts$': [require.resolve('@swc/jest'), { jsc: { target: 'es2022' } }] };
    const options = { ...KEPT, transform };
    const { testResults } = await runFiles([fails, fails], options, { 'thrower.ts': THROWER });
    for (const { message } of testResults) expect(message).toMatch(/thrower\.ts:6:9/);
  });
});
