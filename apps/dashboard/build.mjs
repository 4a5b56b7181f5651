// Builds the bundle that the nodes serve: once for each state of the sources, however many shells start nodes at
// once, and never half of it. Nx itself would remove the folder and restore it from its cache at every start, while
// nodes serve it.
import { spawnSync } from 'node:child_process';
import { cp, mkdir, open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const bundle = join(root, 'dist/bundle/dashboard');
const served = join(root, 'dist/apps/dashboard');
const lock = join(root, 'dist/apps/dashboard.lock');
const LOOK_AGAIN_MS = 100;
/** In milliseconds; no build takes so long, so the process that has the number in the lock by then is another one. */
const LOCK_MS_MAX = 600_000;

/** What Nx says about the sources: equal hash, equal bundle. By hand there is none, and it is built. */
const hash = process.env['NX_TASK_HASH'];

const textOf = (path) => readFile(path, 'utf8').catch(() => undefined);

async function isServed() {
  return hash !== undefined && (await textOf(join(served, '.built-from'))) === hash;
}

function isRunning(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** @returns false when another process has it */
async function takeLock() {
  try {
    const file = await open(lock, 'wx');
    await file.writeFile(String(process.pid));
    await file.close();
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
  }
  const owner = Number(await textOf(lock));
  const { mtimeMs } = await stat(lock).catch(() => ({ mtimeMs: Date.now() }));
  const isLeftOver = Date.now() - mtimeMs > LOCK_MS_MAX;
  // Empty for the moment between its making and its first write.
  if (isLeftOver || (owner > 0 && !isRunning(owner))) await rm(lock, { force: true });
  return false;
}

function makeBundle() {
  const nx = join(root, 'node_modules/nx/dist/bin/nx.js');
  const args = [nx, 'run', 'dashboard:bundle', '--outputStyle=static'];
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' });
  if (status !== 0) throw new Error('The bundle of the dashboard was not made; see above.');
}

async function publish() {
  const scratch = `${served}.new-${process.pid}`;
  const old = `${served}.old-${process.pid}`;
  await cp(bundle, scratch, { recursive: true });
  if (hash !== undefined) await writeFile(join(scratch, '.built-from'), hash);
  await rename(served, old).catch((error) => {
    if (error.code !== 'ENOENT') throw error;
  });
  await rename(scratch, served);
  await rm(old, { recursive: true, force: true });
}

await mkdir(dirname(served), { recursive: true });
while (!(await isServed())) {
  if (!(await takeLock())) {
    await pause(LOOK_AGAIN_MS);
    continue;
  }
  try {
    if (await isServed()) break;
    makeBundle();
    await publish();
    if (hash === undefined) break;
  } finally {
    await rm(lock, { force: true });
  }
}
