// Knows what is on a disk for good: the records and the small state that a fresh process finds there.
import {
  compareVersions,
  decodeRecord,
  type Batch,
  type PlacedRecord,
  type StoredRecord,
} from '@chord-dht/store';

/** One thing written, in the order in which the engine commits. */
export type Change =
  | { readonly kind: 'batch'; readonly batch: Batch }
  | { readonly kind: 'append'; readonly items: readonly PlacedRecord[] }
  | { readonly kind: 'state'; readonly name: string; readonly value: string }
  | { readonly kind: 'clear' };

export class DiskImage {
  readonly records = new Map<string, StoredRecord>();
  readonly state = new Map<string, string>();

  apply(change: Change): void {
    switch (change.kind) {
      case 'batch':
        for (const record of change.batch.put ?? []) this.put(record, 0);
        for (const { key, version } of change.batch.drop ?? []) {
          const present = this.records.get(key);
          if (present && compareVersions(present.version, version) === 0) this.records.delete(key);
        }
        break;
      case 'append':
        for (const { position, bytes } of change.items)
          this.put(
            decodeRecord(bytes, () => position.keyId),
            1,
          );
        break;
      case 'state':
        this.state.set(change.name, change.value);
        break;
      case 'clear':
        this.records.clear();
    }
  }

  /** @param orderMin how the version has to compare with the one that is there */
  private put(record: StoredRecord, orderMin: 0 | 1): void {
    const present = this.records.get(record.key);
    if (!present || compareVersions(record.version, present.version) >= orderMin)
      this.records.set(record.key, record);
  }

  wipe(): void {
    this.records.clear();
    this.state.clear();
  }
}
