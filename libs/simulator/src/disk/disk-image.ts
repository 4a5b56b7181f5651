// The durable content of a disk: the records and the small state that a new process finds there.
import {
  compareRecordVersions,
  compareVersions,
  decodeRecord,
  encodeRecord,
  versionOf,
  type Batch,
  type PlacedRecord,
  type StoredRecord,
} from '@chord-dht/store';

/** One write, in the order in which the engine commits. */
export type Change =
  | { readonly kind: 'batch'; readonly batch: Batch }
  | { readonly kind: 'append'; readonly items: readonly PlacedRecord[] }
  | { readonly kind: 'state'; readonly name: string; readonly value: string }
  | { readonly kind: 'clear' };

export class DiskImage {
  /** By key, encoded: most are overwritten before they are read. */
  private readonly encoded = new Map<string, PlacedRecord>();
  readonly state = new Map<string, string>();

  apply(change: Change): void {
    switch (change.kind) {
      case 'batch':
        for (const record of change.batch.put ?? [])
          this.put(
            { position: { keyId: record.keyId, key: record.key }, bytes: encodeRecord(record) },
            0,
          );
        for (const { key, version } of change.batch.drop ?? []) {
          const present = this.encoded.get(key);
          if (present && compareVersions(versionOf(present.bytes), version) === 0)
            this.encoded.delete(key);
        }
        break;
      case 'append':
        for (const { position, bytes } of change.items)
          this.put({ position, bytes: bytes.slice() }, 1);
        break;
      case 'state':
        this.state.set(change.name, change.value);
        break;
      case 'clear':
        this.encoded.clear();
    }
  }

  /** The records that a fresh process finds. */
  records(): StoredRecord[] {
    return [...this.encoded.values()].map(({ position, bytes }) =>
      decodeRecord(bytes, () => position.keyId),
    );
  }

  /** @param orderMin the least result of comparing the version with the stored one */
  private put(record: PlacedRecord, orderMin: 0 | 1): void {
    const { key } = record.position;
    const present = this.encoded.get(key);
    if (!present || compareRecordVersions(record.bytes, present.bytes) >= orderMin)
      this.encoded.set(key, record);
  }

  wipe(): void {
    this.encoded.clear();
    this.state.clear();
  }
}
