// Knows how to tell a process from another that got its number later.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

export interface ProcessIdentity {
  readonly pid: number;
  /** Which start of the machine and which moment of it; empty where the system does not tell. */
  readonly birth: string;
}

export function identityOf(pid: number): ProcessIdentity {
  return { pid, birth: process.platform === 'linux' ? birthOnLinux(pid) : birthByPs(pid) };
}

/** True when the process that was identified once still runs; when it cannot be known, a process of that number. */
export function isRunning({ pid, birth }: ProcessIdentity): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  const now = identityOf(pid).birth;
  return birth === '' || now === '' || now === birth;
}

/** Field 22 of `stat`, the start time in ticks, counted behind the name, which may hold anything. */
const START_TIME_FIELD = 19;

function birthOnLinux(pid: number): string {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return `${boot}:${fields[START_TIME_FIELD]}`;
  } catch {
    return '';
  }
}

function birthByPs(pid: number): string {
  if (process.platform === 'win32') return '';
  try {
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim();
  } catch {
    return '';
  }
}
