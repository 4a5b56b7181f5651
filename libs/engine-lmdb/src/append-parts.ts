// Puts records into groups of writes: few at once, many in parts, so that no turn of the event loop lasts long.
import type { PlacedRecord } from '@chord-dht/store';
import type { WriteGroups } from './write-groups';

/** More records than this are moved, not written by clients. */
const SMALL_MAX = 128;
/** This many are put between two looks at the clock. */
const PART = 32;

export interface Appending {
  /** @param isNew no record is committed at its position */
  readonly put: (item: PlacedRecord, isNew: boolean) => void;
  /** True when no record is committed between two positions, both included. */
  readonly isEmpty: (first: PlacedRecord, last: PlacedRecord) => boolean;
}

/** @param done called once, with the first error if there was one; a record that fails does not stop the others */
export function appendParts(
  groups: WriteGroups,
  items: readonly PlacedRecord[],
  appending: Appending,
  done: (error?: unknown) => void,
): void {
  if (items.length <= SMALL_MAX) {
    const apply = (): void => {
      for (const item of items) appending.put(item, false);
    };
    return groups.run({ apply, done });
  }
  let left = Math.ceil(items.length / PART);
  let failure: unknown;
  const partDone = (error?: unknown): void => {
    failure ??= error;
    left -= 1;
    if (left === 0) done(failure);
  };
  for (let from = 0; from < items.length; from += PART) {
    const part = items.slice(from, from + PART);
    groups.run({ apply: () => putPart(part, appending), done: partDone }, 'bulk');
  }
}

/** One scan of a range costs less than a lookup of each position. */
function putPart(part: readonly PlacedRecord[], { put, isEmpty }: Appending): void {
  const [first, last] = [part[0], part.at(-1)] as [PlacedRecord, PlacedRecord];
  const isNew = areSorted(part) && isEmpty(first, last);
  for (const item of part) put(item, isNew);
}

function areSorted(part: readonly PlacedRecord[]): boolean {
  return part.every(({ position }, at) => {
    const before = part[at - 1]?.position;
    return !before || before.keyId < position.keyId;
  });
}
