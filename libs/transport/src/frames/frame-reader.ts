// Cuts a byte stream into frames, however the network has split it.
import { ChordError } from '@chord-dht/chord';
import { FrameKind, HEAD_BYTES, LENGTH_BYTES, sizeOfFrame } from './frames';
import { LargeFrame } from './large-frame';

/** Receives a frame; its payload is `source` from `start` to `end`, valid only during the call. */
export type OnFrame = (
  kind: number,
  call: number,
  source: Buffer,
  start: number,
  end: number,
) => void;

const EMPTY = Buffer.alloc(0);
const KEPT_BYTES_MIN = 4_096;

export class FrameReader {
  /** The beginning of an incomplete frame. Grows with what arrives, not with the announced length. */
  private kept: Buffer = EMPTY;
  private keptBytes = 0;
  private large: LargeFrame | undefined;
  /** The bytes that are missing from the slice that is being read. */
  private sliceBytesLeft = 0;
  private sliceBytes = 0;
  private stopped = false;

  constructor(
    /** The largest payload in bytes. */
    public payloadBytesMax: number,
    private readonly onFrame: OnFrame,
    /** Called when a slice of so many bytes has been read. */
    private readonly onSlice: (bytes: number) => void = () => undefined,
  ) {}

  /** Stops reading, also of bytes that have arrived. */
  stop(): void {
    this.stopped = true;
    this.kept = EMPTY;
    this.large = undefined;
  }

  /** @throws ChordError `MALFORMED` for a length that no frame has, and for a slice that no frame needs. */
  push(chunk: Buffer): void {
    if (this.stopped) return;
    try {
      this.take(chunk);
    } catch (error) {
      // After an error the limits of the frames are lost.
      this.stop();
      throw error;
    }
  }

  private take(chunk: Buffer): void {
    if (this.keptBytes === 0) {
      this.keep(chunk, this.readAll(chunk, chunk.length));
      return;
    }
    this.keep(chunk, 0);
    const { kept, keptBytes } = this;
    if (!this.isWorthReading()) return;
    this.keptBytes = 0;
    this.kept = EMPTY;
    const read = this.readAll(kept, keptBytes);
    this.keep(kept.subarray(0, keptBytes), read);
  }

  /** @returns the number of bytes that were consumed */
  private readAll(bytes: Buffer, length: number): number {
    let at = 0;
    while (!this.stopped) {
      if (this.sliceBytesLeft > 0) {
        if (at === length) break;
        at += this.readSlice(bytes, at, length);
        continue;
      }
      if (length - at < LENGTH_BYTES) break;
      const size = sizeOfFrame(bytes, at, this.payloadBytesMax);
      if (length - at < HEAD_BYTES) break;
      if (bytes[at + LENGTH_BYTES] === FrameKind.slice) {
        this.sliceBytes = this.sliceBytesLeft = size - HEAD_BYTES;
        at += HEAD_BYTES;
        continue;
      }
      if (at + size > length) break;
      this.give(bytes, at, at + size);
      at += size;
    }
    return at;
  }

  private give(bytes: Buffer, at: number, end: number): void {
    const kind = bytes[at + LENGTH_BYTES] as number;
    this.onFrame(kind, bytes.readUInt32BE(at + LENGTH_BYTES + 1), bytes, at + HEAD_BYTES, end);
  }

  /** @returns the number of bytes that were consumed */
  private readSlice(bytes: Buffer, at: number, length: number): number {
    const large = (this.large ??= new LargeFrame(this.payloadBytesMax));
    const read = large.take(bytes, at, Math.min(length, at + this.sliceBytesLeft));
    this.sliceBytesLeft -= read;
    if (this.sliceBytesLeft === 0) this.onSlice(this.sliceBytes);
    if (!large.isComplete) return read;
    this.large = undefined;
    if (this.sliceBytesLeft > 0 || large.bytes[LENGTH_BYTES] === FrameKind.slice)
      throw new ChordError('MALFORMED', 'A slice that is larger than its frame, or of a slice.');
    this.give(large.bytes, 0, large.bytes.length);
    return read;
  }

  private isWorthReading(): boolean {
    const { kept, keptBytes } = this;
    if (keptBytes < LENGTH_BYTES) return false;
    const size = sizeOfFrame(kept, 0, this.payloadBytesMax);
    const isSlice = keptBytes >= HEAD_BYTES && kept[LENGTH_BYTES] === FrameKind.slice;
    return isSlice || keptBytes >= size;
  }

  /** Appends the bytes of `source` from `from` on; the buffer doubles, so that copying takes linear time. */
  private keep(source: Buffer, from: number): void {
    const added = source.length - from;
    if (added === 0 || this.stopped) return;
    const needed = this.keptBytes + added;
    if (this.kept.length < needed) {
      const roomier = Buffer.allocUnsafe(Math.max(needed, this.kept.length * 2, KEPT_BYTES_MIN));
      this.kept.copy(roomier, 0, 0, this.keptBytes);
      this.kept = roomier;
    }
    source.copy(this.kept, this.keptBytes, from);
    this.keptBytes = needed;
  }
}
