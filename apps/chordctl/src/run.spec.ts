import { chmodSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Writable } from 'node:stream';
import { EXIT } from './base/exit-codes';
import { Io } from './base/io';
import { run } from './run';
import { problem, standIn } from './testing/node-stand-in';
import { runHere } from './testing/run-here';

const folder = mkdtempSync(join(tmpdir(), 'chordctl-'));
afterAll(() => rmSync(folder, { recursive: true }));
const sink = () => new Writable({ write: (_piece, _encoding, done) => done() });

describe('a command line that is wrong', () => {
  it.each([
    [[]],
    [['nonsense']],
    [['get']],
    [['put', 'k', '--ttl', '0']],
    [['put', '..', 'v']],
    [['get', '']],
    [['put', 'k', 'v', '--file', 'f']],
    [['put', 'k', 'v', '--create', '--if-match', 'x']],
    [['put', 'k', '--file', join(folder, 'none')]],
    [['ls', '--limit', 'many']],
    [['watch', 'p', '--key', 'k']],
    [['import', '--on-conflict', 'guess']],
    [['bench', '--reads', '2']],
    [['token', 'ida', 'king']],
    [['token', 'two words', 'read']],
    [['completion', 'tcsh']],
    [['leave', '--endpoints', 'a:1,b:1']],
    [['get', 'k', '--endpoints', 'ftp://a']],
    [['get', 'k', '--token', 'secret']],
    [['get', 'k', '--token-file', join(folder, 'none')]],
  ])('%j ends with 2, words, and no result', async (args) => {
    const { code, out, err } = await runHere(args, { env: { CHORD_ENDPOINTS: 'localhost:1' } });
    expect(code).toBe(EXIT.usage);
    expect(out).toBe('');
    expect(err).not.toBe('');
    expect(err).not.toContain('    at ');
  });

  it('points to the help after an unknown command or option', async () => {
    expect((await runHere(['nosuch'])).err).toContain('(see chordctl --help)');
    expect((await runHere(['get', 'k', '--nosuch'])).err).toContain('(see chordctl get --help');
  });

  it('prints help and version on standard output', async () => {
    const version = await runHere(['--version']);
    expect(version.out).toMatch(/^\d+\.\d+\.\d+\n$/);
    expect(version.code).toBe(0);
    expect((await runHere(['help', 'put'])).out).toContain('Usage: chordctl put');
    expect((await runHere(['put', '--help'])).code).toBe(0);
  });
});

it.each([
  ['get k', problem(401, 'UNAUTHENTICATED'), EXIT.refused],
  ['get k', problem(403, 'FORBIDDEN'), EXIT.refused],
  ['get k', problem(404, 'KEY_NOT_FOUND'), EXIT.notFound],
  ['get k', problem(413, 'KEY_TOO_LARGE'), EXIT.usage],
  ['get k', problem(500, 'DEFECT'), EXIT.defect],
  ['get k', problem(507, 'STORAGE_FULL'), EXIT.unavailable],
  ['put k v', problem(412, 'PRECONDITION_FAILED'), EXIT.condition],
  ['put k v', problem(500, 'INTERNAL', { outcome: 'unknown' }), EXIT.inDoubt],
  ['delete k', problem(404, 'KEY_NOT_FOUND'), EXIT.notFound],
  ['join a:1', problem(502, 'JOIN_FAILED', { errors: [] }), EXIT.partly],
])('%s answered with %j', async (line, answer, expected) => {
  const endpoint = await standIn(() => answer);
  const { code, out, err } = await runHere(line.split(' '), { env: { CHORD_ENDPOINTS: endpoint } });
  expect(code).toBe(expected);
  expect(out).toBe('');
  expect(err).not.toBe('');
});

it.each(['put k', 'import'])('%s ends with Ctrl-C while nothing is typed', async (line) => {
  const { stdin, stdout, stderr } = { stdin: new PassThrough(), stdout: sink(), stderr: sink() };
  const io = new Io({ stdin, stdout, stderr }, { CHORD_ENDPOINTS: 'localhost:1' });
  const ended = run(line.split(' '), io);
  io.end.abort();
  expect(await ended).toBe(EXIT.interrupted);
});

it('a file that cannot be written is told in a sentence', async () => {
  const endpoint = await standIn(() => [200, {}]);
  const output = join(folder, 'no', 'such', 'folder');
  const ran = await runHere(['get', 'k', '-o', output], { env: { CHORD_ENDPOINTS: endpoint } });
  expect(ran).toMatchObject({ code: EXIT.usage, err: expect.stringContaining(output) });
  expect(ran.err).not.toContain('    at ');
});

it('reports for an unavailable ring the failure, the node, and the remedy', async () => {
  const { code, err } = await runHere(['ls', '-e', 'localhost:1', '--timeout', '1']);
  expect(code).toBe(EXIT.unavailable);
  expect(err).toContain('localhost:1');
  expect(err).toContain('CHORD_ENDPOINTS');
});

describe('the token', () => {
  const seen: (string | undefined)[] = [];
  const ask = async (env: Record<string, string>, args: string[] = []) => {
    seen.length = 0;
    const endpoint = await standIn((_, { headers }) => {
      seen.push(headers.authorization);
      return [200, { keys: 3, complete: true, missing: [] }];
    });
    return runHere(['count', ...args], { env: { CHORD_ENDPOINTS: endpoint, ...env } });
  };

  it('comes from the environment, or from a file', async () => {
    expect(await ask({ CHORD_TOKEN: 'abc' })).toEqual({ code: 0, out: '3\n', err: '' });
    expect(seen).toEqual(['Bearer abc']);
    const file = join(folder, 'token');
    writeFileSync(file, 'from-a-file\n', { mode: 0o600 });
    expect((await ask({ CHORD_TOKEN: 'abc' }, ['--token-file', file])).err).toBe('');
    expect(seen).toEqual(['Bearer from-a-file']);
    await ask({ CHORD_TOKEN_FILE: file });
    expect(seen).toEqual(['Bearer from-a-file']);
    chmodSync(file, 0o644);
    expect((await ask({ CHORD_TOKEN_FILE: file })).err).toContain('chmod 600');
    writeFileSync(file, 'two lines\nof it\n');
    expect(await ask({ CHORD_TOKEN_FILE: file })).toMatchObject({ code: EXIT.usage });
  });

  it('is created with a line for the file of the nodes, which has no token', async () => {
    const file = join(folder, 'tokens');
    const made = await runHere(['token', 'ida', 'write', 'mine/', '--tokens-file', file, '--json']);
    const { token, line } = JSON.parse(made.out) as { token: string; line: string };
    expect(token).toMatch(/^[0-9a-f]{64}$/);
    expect(line).toMatch(/^ida write [0-9a-f]{64} mine\/$/);
    expect(line).not.toContain(token);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });
});

describe('colours', () => {
  const ring = {
    health: { state: 'healthy', sentence: 'Ring healthy.', nextStep: null },
    ...{ members: [], unserved: [], lost: [], invariants: [] },
  };
  const show = async (env: Record<string, string>, isTerminal: boolean) => {
    const endpoint = await standIn(() => [200, ring]);
    const ran = await runHere(['ring'], { env: { CHORD_ENDPOINTS: endpoint, ...env }, isTerminal });
    return ran.out.includes('\u001b[');
  };

  it('are used at a terminal, unless disabled', async () => {
    expect(await show({}, true)).toBe(true);
    expect(await show({}, false)).toBe(false);
    expect(await show({ NO_COLOR: '1' }, true)).toBe(false);
    expect(await show({ TERM: 'dumb' }, true)).toBe(false);
    expect(await show({ FORCE_COLOR: '1' }, false)).toBe(true);
    expect(await show({ FORCE_COLOR: '1', NO_COLOR: '1' }, false)).toBe(false);
  });
});
