// Knows what a node keeps about its own lives: how many there were, and the time that its versions have reached.
import type { Random } from '@chord-dht/chord';
import type { RecordStore } from '../ports/record-store';
import type { HighWater } from './hybrid-clock';

const BOOTS = 'boots';
const CLOCK = 'clock';
const BOOTS_MAX = 0x10000;

/** The name of a new life: the number of it and a part by chance, for an engine that forgets. */
export function beginLife(records: RecordStore, random: Random): string {
  const boots = (wholeOf(records.getState(BOOTS)) + 1) % BOOTS_MAX;
  // Not waited for: a count that was lost is made good by the part by chance.
  records.putState(BOOTS, String(boots)).catch(() => undefined);
  return hex(boots) + hex(Math.floor(random.next() * BOOTS_MAX));
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
