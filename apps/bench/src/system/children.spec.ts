// Real processes: whatever way a run ends, nothing that it started goes on.
import { buildSync } from 'esbuild';
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A run that starts two servers, one of them deaf to SIGTERM, and then ends in the way that it is told. */
const RUN = `
import { writeFileSync } from 'node:fs';
import { Child, guardChildren } from './children.mjs';
const [folder, way] = process.argv.slice(2);
guardChildren(() => writeFileSync(folder + '/cleaned', ''));
const start = (code) => Child.start({
  program: process.execPath, args: ['-e', code + 'console.log("up"); setInterval(() => 1, 1000)'], log: folder + '/log',
});
const children = [start(''), start('process.on("SIGTERM", () => 1);')];
writeFileSync(folder + '/pids', JSON.stringify(children.map(({ pid }) => pid)));
process.send('started');
if (way === 'error') throw new Error('a defect');
if (way === 'rejection') await Promise.reject(new Error('a defect'));
if (way === 'exit') process.exit(3);
setInterval(() => 1, 1000);
`;

/** One that ends by itself, and one that is asked to. */
const ENDING = `
import { Child } from './children.mjs';
const [folder] = process.argv.slice(2);
const start = (code, log) => Child.start({ program: process.execPath, args: ['-e', code], log: folder + log });
start('console.log("a word before the end"); process.exit(70)', '/failed');
const asked = start('console.log("asked"); setInterval(() => 1, 1000)', '/asked');
while (!asked.lastWords.includes('asked')) await new Promise((resolve) => setTimeout(resolve, 10));
await asked.stop();
`;

const isAlive = (pid: number) => {
  try {
    // An ended process that nobody has waited for yet is no longer alive.
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
};

const onLinux = process.platform === 'linux' ? describe : describe.skip;

onLinux('the children of a run', () => {
  const folder = mkdtempSync(join(tmpdir(), 'bench-children-'));
  const program = join(folder, 'run.mjs');

  beforeAll(() => {
    writeFileSync(program, RUN);
    buildSync({
      entryPoints: [join(__dirname, 'children.ts')],
      outfile: join(folder, 'children.mjs'),
      format: 'esm',
      platform: 'node',
    });
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  async function started(way: string): Promise<ChildProcess> {
    rmSync(join(folder, 'cleaned'), { force: true });
    const run = spawn(process.execPath, [program, folder, way], {
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    const [word] = (await once(run, 'message')) as [string];
    expect(word).toBe('started');
    return run;
  }

  async function nobodyIsLeft(): Promise<void> {
    const pids = JSON.parse(readFileSync(join(folder, 'pids'), 'utf8')) as number[];
    expect(pids).toHaveLength(2);
    while (pids.some(isAlive)) await new Promise((resolve) => setTimeout(resolve, 10));
  }

  async function nothingIsLeft(): Promise<void> {
    await nobodyIsLeft();
    expect(existsSync(join(folder, 'cleaned'))).toBe(true);
  }

  it('are reported with their last words when they end by themselves, and only then', () => {
    writeFileSync(join(folder, 'ending.mjs'), ENDING);
    const { stderr } = spawnSync(process.execPath, [join(folder, 'ending.mjs'), folder], {
      encoding: 'utf8',
    });
    expect(stderr).toMatch(
      /^Process \d+ ended by itself \(exit code 70\):\na word before the end\n$/,
    );
  });

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('end with it at %s', async (signal) => {
    const run = await started('wait');
    run.kill(signal);
    expect(await once(run, 'exit')).toEqual([130, null]);
    await nothingIsLeft();
  });

  const withSetpriv = existsSync('/usr/bin/setpriv') ? it : it.skip;

  withSetpriv('end with it even when it is ended by force', async () => {
    const run = await started('wait');
    run.kill('SIGKILL');
    expect(await once(run, 'exit')).toEqual([null, 'SIGKILL']);
    await nobodyIsLeft();
  });

  it.each([
    ['error', 1],
    ['rejection', 1],
    ['exit', 3],
  ] as const)('end with it at an %s', async (way, code) => {
    const run = await started(way);
    if (run.exitCode === null) await once(run, 'exit');
    expect(run.exitCode).toBe(code);
    await nothingIsLeft();
  });
});
