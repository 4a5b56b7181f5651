// Knows that one process at a time uses a data directory. The holder stands in the store itself, and
// is read and replaced within one write transaction, so that two that take over at once cannot both win.
import { readFileSync } from 'node:fs';
import type { Database } from 'lmdb';
import { EngineError } from './engine-error';
import { identityOf, isRunning, type ProcessIdentity } from './process-identity';

const HOLDER = 'holder';

/** Directories that this process has open; several nodes may live in one process. */
const openHere = new Set<string>();

/** @throws EngineError `DATA_LOCKED` when this process itself has it open */
export function reserveHere(directory: string): () => void {
  if (openHere.has(directory)) throw locked(directory, process.pid);
  openHere.add(directory);
  return () => openHere.delete(directory);
}

/**
 * Enters this process as the holder; one that is dead is replaced.
 * @throws EngineError `DATA_LOCKED`, with the process that has it
 */
export function takeLock(state: Database<string, string>, directory: string): void {
  const me = identityOf(process.pid);
  const other = state.transactionSync(() => {
    const holder = readHolder(state.get(HOLDER));
    if (holder && holder.pid !== process.pid && isRunning(holder)) return holder;
    state.putSync(HOLDER, JSON.stringify(me));
    return undefined;
  });
  if (other) throw locked(directory, other.pid);
}

export function releaseLock(state: Database<string, string>): Promise<boolean> {
  return state.remove(HOLDER);
}

function readHolder(text: string | undefined): ProcessIdentity | undefined {
  if (text === undefined) return undefined;
  try {
    const { pid, birth } = JSON.parse(text) as Partial<ProcessIdentity>;
    return Number.isInteger(pid) && typeof birth === 'string'
      ? { pid: pid as number, birth }
      : undefined;
  } catch {
    return undefined;
  }
}

function locked(directory: string, pid: number): EngineError {
  return new EngineError(
    'DATA_LOCKED',
    `The data directory ${directory} is in use by process ${pid}${nameOf(pid)}.`,
    { directory, pid },
  );
}

function nameOf(pid: number): string {
  try {
    return ` (${readFileSync(`/proc/${pid}/comm`, 'utf8').trim()})`;
  } catch {
    return '';
  }
}
