// Knows what is on a disk for good: the records and the small state that a fresh process finds there.
import { compareVersions, type Batch, type StoredRecord } from '@chord-dht/store';

/** One thing written, in the order in which the engine commits. */
export type Change =
  | { readonly kind: 'batch'; readonly batch: Batch }
  | { readonly kind: 'state'; readonly name: string; readonly value: string }
  | { readonly kind: 'clear' };

export class DiskImage {
  readonly records = new Map<string, StoredRecord>();
  readonly state = new Map<string, string>();

  apply(change: Change): void {
    switch (change.kind) {
      case 'batch':
        for (const record of change.batch.put ?? []) this.records.set(record.key, record);
        for (const { key, version } of change.batch.drop ?? []) {
          const present = this.records.get(key);
          if (present && compareVersions(present.version, version) === 0) this.records.delete(key);
        }
        break;
      case 'state':
        this.state.set(change.name, change.value);
        break;
      case 'clear':
        this.records.clear();
    }
  }

  wipe(): void {
    this.records.clear();
    this.state.clear();
  }
}
