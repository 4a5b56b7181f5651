// A node's record of its own incarnations: their number, and the time that its versions have reached.
import type { Random } from '@chord-dht/chord';
import type { RecordStore } from '../arc/record-store';
import type { HighWater } from '../record/hybrid-clock';

const BOOTS = 'boots';
const CLOCK = 'clock';
const BOOTS_MAX = 0x10000;
const DISKS = 2 ** 48;
const DISK = /^[0-9a-f]{12}$/;

export interface Incarnation {
  /** The number of the start in hexadecimal, and random digits for an engine that loses its count. */
  readonly name: string;
  /** The name of the disk, if this is the first start on it. */
  readonly disk: string;
}

export function beginIncarnation(records: RecordStore, random: Random): Incarnation {
  const boots = (wholeOf(records.getState(BOOTS)) + 1) % BOOTS_MAX;
  // Not awaited: the random digits make up for a count that was lost.
  records.putState(BOOTS, String(boots)).catch(() => undefined);
  const chance = random.next();
  return {
    name: hex(boots) + hex(Math.floor(chance * BOOTS_MAX)),
    disk: Math.floor(chance * DISKS)
      .toString(16)
      .padStart(12, '0'),
  };
}

export function isDiskName(value: unknown): value is string {
  return typeof value === 'string' && DISK.test(value);
}

export function highWaterOf(records: RecordStore): HighWater {
  return {
    keptMs: wholeOf(records.getState(CLOCK)),
    keep: (timeMs) => records.putState(CLOCK, String(timeMs)),
  };
}

function wholeOf(text: string | undefined): number {
  const value = Number(text ?? 0);
  return Number.isSafeInteger(value) && value >= 0 ? value : 0;
}

function hex(value: number): string {
  return value.toString(16).padStart(4, '0');
}
