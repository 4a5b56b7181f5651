// The operating system's accounting: processor time and memory of processes, and of the whole machine.
import { readFileSync } from 'node:fs';

/** USER_HZ, which Linux fixes at 100 for every architecture that Node runs on. */
const TICKS_PER_SECOND = 100;

/** @param text of /proc/PID/stat @returns user and system time of all threads, seconds */
export function parseCpuSeconds(text: string): number {
  // The second field is the program's name in brackets, and may hold anything.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}

export interface MachineSeconds {
  /** Of all processors together. */
  readonly busy: number;
  /** What a hypervisor gave to others. */
  readonly stolen: number;
}

/** @param text of /proc/stat */
export function parseMachineSeconds(text: string): MachineSeconds {
  const line = /^cpu +(.*)$/m.exec(text)?.[1] ?? '';
  const [user = 0, nice = 0, system = 0, , , irq = 0, softirq = 0, steal = 0] = line
    .split(' ')
    .map(Number);
  return {
    busy: (user + nice + system + irq + softirq) / TICKS_PER_SECOND,
    stolen: steal / TICKS_PER_SECOND,
  };
}

export interface Memory {
  readonly rssMiB: number;
  /** The heap, buffers and stacks. */
  readonly anonMiB: number;
  /** Pages of files: the program, its libraries, and what the engine maps. */
  readonly fileMiB: number;
}

/** @param text of /proc/PID/status */
export function parseMemory(text: string): Memory {
  const of = (name: string) =>
    Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(text)?.[1] ?? 0) / 1024;
  return { rssMiB: of('VmRSS'), anonMiB: of('RssAnon'), fileMiB: of('RssFile') };
}

/** @returns `undefined` when there is no such process */
export function cpuSecondsOf(pid: number): number | undefined {
  const text = read(`/proc/${pid}/stat`);
  return text === undefined ? undefined : parseCpuSeconds(text);
}

/** @returns `undefined` when there is no such process */
export function memoryOf(pid: number): Memory | undefined {
  const text = read(`/proc/${pid}/status`);
  return text === undefined ? undefined : parseMemory(text);
}

export function machineSeconds(): MachineSeconds {
  return parseMachineSeconds(readFileSync('/proc/stat', 'utf8'));
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
