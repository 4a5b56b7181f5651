// The names that a disk's node had before: other members know a home replica by its name alone.
import type { Address } from '@chord-dht/chord';
import type { RecordStore } from '@chord-dht/store';
import { isMemberName } from '@chord-dht/transport';

const STATE_NAME = 'names';
const NAMES_MAX = 16;

/** The names of earlier starts, latest first. */
export function formerNames(records: RecordStore, name: Address): readonly Address[] {
  return load(records).filter((other) => other !== name);
}

/** Stores this name on the disk. @returns the names of earlier starts */
export function noteName(records: RecordStore, name: Address): readonly Address[] {
  const former = formerNames(records, name);
  // A failure to store it affects only messages for people.
  records.putState(STATE_NAME, JSON.stringify([name, ...former])).catch(() => undefined);
  return former;
}

function load(records: RecordStore): Address[] {
  try {
    const list: unknown = JSON.parse(records.getState(STATE_NAME) ?? '[]');
    const names = Array.isArray(list) ? list.filter((item) => typeof item === 'string') : [];
    return names.filter(isMemberName).slice(0, NAMES_MAX);
  } catch {
    return [];
  }
}
