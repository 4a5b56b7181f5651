// A value as a client gets it; its attributes are decoded on demand.
import type { Address } from '@chord-dht/chord';
import { textOf, type StoredValue } from '@chord-dht/client';
import type { FoundValue } from '@chord-dht/store/wire';

export class RingValue implements StoredValue {
  constructor(
    readonly key: string,
    private readonly found: FoundValue,
    /** The member that owns the key. */
    readonly owner: Address,
    /** Members between this client and the owner. */
    readonly hops: number,
  ) {}

  get bytes(): Uint8Array {
    return this.found.value;
  }

  get version(): string {
    return this.found.version;
  }

  get contentType(): string {
    return this.found.contentType;
  }

  get modifiedAt(): Date {
    return new Date(this.found.modifiedAtMs);
  }

  get expiresAt(): Date | null {
    const { expiresAtMs } = this.found;
    return expiresAtMs === null ? null : new Date(expiresAtMs);
  }

  text(): string {
    return textOf(this.bytes);
  }
}
