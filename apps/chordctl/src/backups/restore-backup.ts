// Makes a data directory from a backup: verifies the digests first, and renames the directory only when it is complete.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import {
  copyFile,
  mkdir,
  open,
  readdir,
  readFile,
  rename,
  rm,
  rmdir,
  stat,
  writeFile,
} from 'node:fs/promises';
import { hostname } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { usage } from '../base/exit-codes';

interface Position {
  readonly position: number;
  readonly file: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly keys: number;
}

interface Manifest {
  readonly format: number;
  readonly node: string;
  readonly takenAt: string;
  readonly positions: readonly Position[];
}

export interface Restored {
  readonly node: string;
  readonly takenAt: string;
  readonly keys: number;
  readonly positions: number;
  readonly dataDir: string;
}

const FORMAT = 1;
const OWNER = 0o700;
const FILE = 0o600;
/** A note for the node that it begins anew: it must not vote where it has voted before the backup. */
const NOTE_FILE = 'restored.json';
/** Followed by the number of the process that makes it. */
const PART_ENDING = `.restoring-${hostname()}-`;

/** @throws Fault when the backup is not whole, or the directory is in use */
export async function restoreBackup(folder: string, dataDir: string): Promise<Restored> {
  const manifest = await readManifest(folder);
  const target = resolve(dataDir);
  await requireEmpty(target);
  for (const position of manifest.positions) await check(folder, position);
  await removeParts(target);
  const part = target + PART_ENDING + process.pid;
  const { node, takenAt, positions } = manifest;
  try {
    for (const { position, file } of positions) {
      const into = position === 0 ? part : join(part, 'positions', String(position));
      await mkdir(into, { recursive: true, mode: OWNER });
      const data = join(into, 'data.mdb');
      await copyFile(join(folder, file), data);
      await settle(data);
      const note = `${JSON.stringify({ node, takenAt })}\n`;
      await writeFile(join(into, NOTE_FILE), note, { mode: FILE, flush: true });
      await settle(into);
    }
    await rmdir(target).catch(unlessAbsent);
    await rename(part, target);
    await settle(dirname(target));
  } catch (error) {
    await rm(part, { recursive: true, force: true });
    throw usage(`${dataDir} cannot be written: ${(error as Error).message}.`);
  }
  const keys = positions.reduce((sum, each) => sum + each.keys, 0);
  return { node, takenAt, keys, positions: positions.length, dataDir: target };
}

/** Removes the remains of killed restores. On a shared disk each machine can judge only its own processes. */
async function removeParts(target: string): Promise<void> {
  const folder = dirname(target);
  const begin = basename(target) + PART_ENDING;
  for (const name of (await readdir(folder).catch(unlessAbsent)) ?? []) {
    const id = name.startsWith(begin) ? name.slice(begin.length) : '';
    if (/^[0-9]+$/.test(id) && hasEnded(Number(id)))
      await rm(join(folder, name), { recursive: true, force: true });
  }
}

function hasEnded(id: number): boolean {
  try {
    process.kill(id, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}

async function readManifest(folder: string): Promise<Manifest> {
  const file = join(folder, 'backup.json');
  let manifest: Partial<Record<keyof Manifest, unknown>> | null;
  try {
    manifest = JSON.parse(await readFile(file, 'utf8')) as typeof manifest;
  } catch (error) {
    throw usage(`${folder} is no backup: ${file} cannot be read (${(error as Error).message}).`);
  }
  const { format, positions, node, takenAt } = manifest ?? {};
  if (format !== FORMAT)
    throw usage(`${file} has format ${String(format)}; this version restores ${FORMAT}.`);
  const isWhole =
    arePositions(positions) && typeof node === 'string' && typeof takenAt === 'string';
  if (!isWhole) throw usage(`${file} is damaged; take another backup.`);
  return { format, positions, node, takenAt };
}

/** The names come from a file: nothing outside of the folder is read, and nothing else written. */
function arePositions(given: unknown): given is readonly Position[] {
  return Array.isArray(given) && given.length > 0 && given.every(isPosition);
}

function isPosition(given: Partial<Position> | null, at: number): boolean {
  const { position, file, bytes, sha256, keys } = given ?? {};
  return (
    position === at &&
    file === `${at}/data.mdb` &&
    /^[0-9a-f]{64}$/.test(sha256 ?? '') &&
    Number.isSafeInteger(bytes) &&
    Number.isSafeInteger(keys)
  );
}

async function check(folder: string, { file, bytes, sha256 }: Position): Promise<void> {
  const path = join(folder, file);
  const found = await stat(path).catch(() => undefined);
  if (found?.size !== bytes)
    throw usage(
      `${path} has ${found?.size ?? 'no'} bytes and not ${bytes}: the backup is not whole.`,
    );
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  if (hash.digest('hex') !== sha256)
    throw usage(
      `${path} differs from what was backed up: its SHA-256 is wrong. Take another backup.`,
    );
}

async function requireEmpty(target: string): Promise<void> {
  const names = await readdir(target).catch(unlessAbsent);
  if (names === undefined || names.length === 0) return;
  throw usage(`${target} is not empty; name a data directory that is not there yet.`);
}

function unlessAbsent(error: NodeJS.ErrnoException): undefined {
  if (error.code === 'ENOENT') return undefined;
  throw usage(error.message);
}

async function settle(path: string): Promise<void> {
  const file = await open(path, 'r');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}
