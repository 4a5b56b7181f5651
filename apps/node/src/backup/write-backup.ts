// Writes a backup: a copy of each position's engine while it runs, with its size and digest. The folder is renamed
// last, so that one with the final name is complete.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat, statfs, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { HttpError } from '../http/problem/http-error';
import { StoreError } from '@chord-dht/store';
import { MANIFEST_FILE, PART_ENDING, folderNameOf, isPartOf, type Manifest } from './manifest';

/** An engine that can copy itself while it is written to. */
export interface Copyable {
  figures(): { readonly keys: number };
  readonly copier: {
    /**
     * Resolves when a file `data.mdb` in the folder has all records that were committed at one moment since the call.
     */
    copyInto(folder: string): Promise<void>;
    /** The upper bound of a copy's size in bytes. */
    readonly bytesUsed: number;
  };
}

export interface BackupJob {
  /** Created when it does not exist. */
  readonly folder: string;
  readonly node: string;
  readonly bits: number;
  readonly version: string;
  readonly now: Date;
  readonly positions: readonly Copyable[];
}

const OWNER = 0o700;
const FILE = 0o600;

export interface WrittenBackup {
  /** The folder of this backup. */
  readonly folder: string;
  readonly manifest: Manifest;
}

/** @throws StoreError `STORAGE_FULL`; HttpError `NO_BACKUP` when the folder cannot be written */
export async function writeBackup(job: BackupJob): Promise<WrittenBackup> {
  const folder = join(job.folder, folderNameOf(job.node, job.now));
  const part = folder + PART_ENDING;
  try {
    await mkdir(job.folder, { recursive: true, mode: OWNER });
    await removeParts(job);
    await requireRoom(job);
    await mkdir(part, { mode: OWNER });
    const positions = [];
    for (const [position, engine] of job.positions.entries())
      positions.push(await copy(part, position, engine));
    const { node, bits, version, now } = job;
    const manifest: Manifest = {
      ...{ format: 1, node, bits, version, takenAt: now.toISOString(), positions },
    };
    const text = `${JSON.stringify(manifest, null, 2)}\n`;
    await writeFile(join(part, MANIFEST_FILE), text, { mode: FILE, flush: true });
    await flush(part);
    await rename(part, folder);
    await flush(job.folder);
    return { folder, manifest };
  } catch (error) {
    await rm(part, { recursive: true, force: true }).catch(() => undefined);
    throw explained(error, job.folder);
  }
}

/**
 * Removes incomplete backups of this node, left by a killed process. Only one is made at a time, and those of other
 * nodes are not touched.
 */
async function removeParts({ folder, node }: BackupJob): Promise<void> {
  for (const name of await readdir(folder))
    if (isPartOf(node, name)) await rm(join(folder, name), { recursive: true, force: true });
}

async function copy(
  part: string,
  position: number,
  engine: Copyable,
): Promise<Manifest['positions'][number]> {
  const file = `${position}/data.mdb`;
  const path = join(part, file);
  await mkdir(dirname(path), { mode: OWNER });
  const { keys } = engine.figures();
  await engine.copier.copyInto(dirname(path));
  await flush(path);
  await flush(dirname(path));
  const { size: bytes } = await stat(path);
  return { position, file, bytes, sha256: await digestOf(path), keys };
}

export async function digestOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

async function requireRoom({ folder, positions }: BackupJob): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  const wanted = positions.reduce((sum, { copier }) => sum + copier.bytesUsed, 0);
  if (bavail * bsize >= wanted) return;
  throw new StoreError(
    'STORAGE_FULL',
    `The folder of backups has ${bavail * bsize} bytes left, and a copy may take ${wanted}; make room in ${folder}`,
    { outcome: 'not-applied' },
  );
}

async function flush(path: string): Promise<void> {
  const file = await open(path, 'r');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

function explained(error: unknown, folder: string): unknown {
  const { code, message } = error as NodeJS.ErrnoException;
  if (error instanceof StoreError || error instanceof HttpError) return error;
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return new StoreError('STORAGE_FULL', `No room in the folder of backups ${folder}`, {
      outcome: 'not-applied',
    });
  return new HttpError('NO_BACKUP', `No backup can be written to ${folder}: ${message}`);
}
