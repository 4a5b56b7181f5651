// A data directory that was restored from a backup: its records are there, and what its node once promised to others
// is forgotten, as if its disk had been lost. A disk that came back from the past with its views would vote again
// on what it has voted on since.
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Database, RootDatabase } from 'lmdb';
import { LATE_BUCKETS } from './late-buckets';
import { APPLIED } from './tree-writer';

/** Left by whoever restores; gone when the directory has been made one of a new node. */
const RESTORED_NOTE = 'restored.json';
/**
 * What belongs to the records, and not to the life of the node: their format, the indexes, how far of the log they have
 * come, the time of their versions.
 */
const KEPT: ReadonlySet<string> = new Set(['format', 'indexes', LATE_BUCKETS, APPLIED, 'clock']);

/** It has what was in the tree when it was copied, and no log. */
export function isRestored(directory: string): boolean {
  return existsSync(join(directory, RESTORED_NOTE));
}

/** @returns a sentence for people when the directory was restored */
export async function beginAnew(
  directory: string,
  { root, state }: { root: RootDatabase; state: Database<string, string> },
): Promise<string | undefined> {
  const note = join(directory, RESTORED_NOTE);
  const origin = readNote(note);
  if (origin === undefined) return undefined;
  await forgetLife(state);
  await root.flushed;
  // After a crash before this, the same is done again; nothing was promised meanwhile.
  rmSync(note);
  return (
    `The data folder ${directory} ${origin}. It begins a ring of its own with the records that it has; in a ring ` +
    'that it joins, later versions stay.'
  );
}

/** What the node has been and has promised. */
export async function forgetLife(state: Database<string, string>): Promise<void> {
  const names = [...state.getKeys()].filter((name) => !KEPT.has(name));
  await Promise.all(names.map((name) => state.remove(name)));
}

function readNote(file: string): string | undefined {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
  try {
    const { node, takenAt } = JSON.parse(text) as Readonly<Record<string, unknown>>;
    return `was restored from a backup of ${String(node).slice(0, 300)}, taken at ${String(takenAt).slice(0, 40)}`;
  } catch {
    return 'was restored from a backup of a node that is not known';
  }
}
