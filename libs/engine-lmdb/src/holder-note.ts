// Names the process that holds a data directory, for people: the lock itself has no name.
import { readFileSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { LockKind } from './kernel-lock';

export interface Holder {
  readonly pid: number;
  readonly host: string;
  /** Which numbering of processes `pid` belongs to, where the system tells. */
  readonly pids: string;
  /** The name of the node. */
  readonly node: string;
  readonly since: string;
  readonly lock: LockKind;
}

const FILE = 'holder.json';

export function noteOf(directory: string): string {
  return join(directory, FILE);
}

export function thisProcess(node: string, lock: LockKind): Holder {
  return {
    pid: process.pid,
    host: hostname(),
    pids: ownNumbering(),
    node,
    since: new Date(performance.timeOrigin).toISOString(),
    lock,
  };
}

/** Nobody is kept from working by a note that cannot be written, on a full disk for example. */
export function leaveNote(directory: string, holder: Holder, mode: number): void {
  try {
    // Another user's note cannot be written, but replaced.
    rmSync(noteOf(directory), { force: true });
    writeFileSync(noteOf(directory), `${JSON.stringify(holder)}\n`, { mode });
  } catch {
    // The lock holds without it.
  }
}

export function removeNote(directory: string): void {
  try {
    rmSync(noteOf(directory), { force: true });
  } catch {
    // It is overwritten by the next holder.
  }
}

export function readNote(directory: string): Holder | undefined {
  try {
    const { pid, host, pids, node, since, lock } = JSON.parse(
      readFileSync(noteOf(directory), 'utf8'),
    ) as Record<string, unknown>;
    if (!Number.isInteger(pid) || (lock !== 'range' && lock !== 'file')) return undefined;
    return {
      pid: Number(pid),
      host: text(host),
      pids: text(pids),
      node: text(node),
      since: text(since),
      lock,
    };
  } catch {
    return undefined;
  }
}

/** True only where it is certain: the process belongs to our own numbering, and there is none of its number. */
export function isGone(holder: Holder): boolean {
  if (!isHere(holder)) return false;
  try {
    return !process.kill(holder.pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}

/** "process 17 (node), the node localhost:5000 since 2026-01-31T12:00:00.000Z", as far as it is known. */
export function describeHolder(holder: Holder | undefined): string {
  if (!holder) return 'another process; which one is not known';
  const { pid, host, node, since } = holder;
  const place = isHere(holder)
    ? nameOf(pid)
    : ` of another container or PID namespace (host ${host})`;
  return `process ${pid}${place}, the node ${node}, since ${since}`;
}

const TEXT_MAX = 300;

function text(value: unknown): string {
  return String(value).slice(0, TEXT_MAX);
}

function isHere({ host, pids }: Holder): boolean {
  return host === hostname() && pids === ownNumbering();
}

function ownNumbering(): string {
  try {
    return readlinkSync('/proc/self/ns/pid');
  } catch {
    return '';
  }
}

function nameOf(pid: number): string {
  try {
    return ` (${readFileSync(`/proc/${pid}/comm`, 'utf8').trim()})`;
  } catch {
    return '';
  }
}
