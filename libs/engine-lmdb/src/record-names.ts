// The names of records as bytes whose order is that of (key id, key): the id in fixed width, then UTF-8.
import type { Id } from '@chord-dht/chord';
import {
  putHex,
  segmentOfBucket,
  utf8Length,
  writeUtf8,
  type Position,
  type Segment,
} from '@chord-dht/store';

/** Behind every key of an id: no UTF-8 has this byte. */
const BEHIND_ALL = 0xff;

export interface ByteRange {
  readonly start?: Buffer;
  readonly exclusiveStart?: boolean;
  /** Exclusive. */
  readonly end?: Buffer;
}

export class RecordNames {
  readonly idBytes: number;

  /** @param idWidth the number of hexadecimal digits of an id */
  constructor(private readonly idWidth: number) {
    this.idBytes = Math.ceil(idWidth / 2);
  }

  bytesOf({ keyId, key }: Position): Buffer {
    // Short as they are, the way into native code and back would take longer.
    const name = Buffer.allocUnsafe(this.idBytes + utf8Length(key));
    putHex(name, 0, this.idBytes, keyId);
    writeUtf8(key, name, this.idBytes);
    return name;
  }

  positionOf(name: Uint8Array): Position {
    const bytes = Buffer.from(name.buffer, name.byteOffset, name.byteLength);
    return { keyId: this.idOf(bytes), key: bytes.toString('utf8', this.idBytes) };
  }

  /** The id that a name begins with. */
  idOf(name: Buffer): Id {
    const digits = name.toString('hex', 0, this.idBytes);
    return digits.length === this.idWidth ? digits : digits.slice(digits.length - this.idWidth);
  }

  rangeOfBucket(bucket: number): ByteRange {
    return this.rangeOf(segmentOfBucket(bucket, this.idWidth));
  }

  rangeOf({ low, highId }: Segment): ByteRange {
    return {
      ...(highId === null ? {} : { end: this.behind(highId) }),
      ...(low === null
        ? {}
        : low.key === undefined
          ? { start: this.behind(low.keyId) }
          : { start: this.bytesOf({ keyId: low.keyId, key: low.key }), exclusiveStart: true }),
    };
  }

  private behind(id: Id): Buffer {
    const name = Buffer.allocUnsafe(this.idBytes + 1);
    putHex(name, 0, this.idBytes, id);
    name[this.idBytes] = BEHIND_ALL;
    return name;
  }
}
