// backup, restore: one node's records as files.
import type { BackupDto } from '@chord-dht/client';
import type { Command } from 'commander';
import { setTimeout as sleep } from 'node:timers/promises';
import { restoreBackup } from '../backups/restore-backup';
import { connect, type Common } from '../base/connect';
import { EXIT, Fault, usage } from '../base/exit-codes';
import type { Io } from '../base/io';
import { bytesText, grouped } from '../output/figures';
import { command, json } from './command';

const ASK_AGAIN_MS = 250;

export function backupCommand(io: Io): Command {
  return command(
    io,
    'backup',
    'Let one node write a backup of what it keeps below its --backup-dir, while it runs; name it alone with --endpoints. Needs the role admin.',
    backup,
  );
}

async function backup(io: Io, options: Common): Promise<void> {
  const client = connect(options, io);
  const [endpoint = '', other] = client.endpoints;
  if (other !== undefined)
    throw usage('A backup is of one node: name it, and it alone, with --endpoints host:port.');
  const { signal } = io;
  let state: BackupDto = await client.beginBackup({ signal });
  while (state.state === 'running') {
    await sleep(ASK_AGAIN_MS, undefined, { signal });
    state = await client.backup({ signal });
  }
  if (state.state !== 'done')
    throw new Fault(
      `The backup of ${endpoint} failed: ${state.message ?? 'its log says why'}.`,
      EXIT.unavailable,
    );
  const { folder, keys, bytes } = state;
  if (!options.quiet)
    io.note(
      `${endpoint} has backed up ${grouped(keys ?? 0)} copies of keys, ${bytesText(bytes ?? 0)}, into:`,
    );
  await io.line(options.json ? json(state) : (folder ?? ''));
}

export function restoreCommand(io: Io): Command {
  return command<{ dataDir: string }>(
    io,
    'restore <folder>',
    'Check a backup and make a data directory of it, on this machine, for a node of any name that is then started with it.',
    restore,
  ).requiredOption('--data-dir <dir>', 'the data directory; it is not there yet, or empty');
}

async function restore(
  io: Io,
  { dataDir, json: isJson }: Common & { dataDir: string },
  folder: string,
): Promise<void> {
  const restored = await restoreBackup(folder, dataDir);
  const { node, takenAt, keys, positions } = restored;
  const more = positions > 1 ? ` and --virtual-nodes ${positions}` : '';
  await io.line(
    isJson
      ? json(restored)
      : `Restored ${grouped(keys)} copies of keys of ${node}, as they were at ${takenAt}. Start a node with --data-dir ${dataDir}${more}: ` +
          'it is a ring of its own until it joins another, in which later versions stay.',
  );
}
