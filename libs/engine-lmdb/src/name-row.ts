// Names of records as one row of bytes: so many objects as there are names would have to be collected one by one.
// They compare as in the index on the disk, by the bytes of the key; the id stands before it.

/** Room for the first few; it doubles when it is full. */
const BYTES_FIRST = 4_096;
const NAMES_FIRST = 128;
/** Stands for the bucket of a name whose record is gone. */
const GONE = 0xffff;

export class NameRow {
  private bytes: Uint8Array = new Uint8Array(BYTES_FIRST);
  private starts = new Uint32Array(NAMES_FIRST);
  private buckets = new Uint16Array(NAMES_FIRST);
  /** Of what is filled. */
  private size = 0;
  count = 0;

  /** @param idBytes the size of an id */
  constructor(private readonly idBytes: number) {}

  /** @param name id and key; copied */
  add(name: Uint8Array, bucket: number): void {
    this.copy(name, 0, name.length, bucket);
  }

  /** Adds the name that stands in a place of another row. */
  addFrom(other: NameRow, at: number): void {
    this.copy(other.bytes, other.starts[at] as number, other.endOf(at), other.bucket(at));
  }

  /** A view: valid as long as nothing is added. */
  name(at: number): Buffer {
    const { buffer, byteOffset } = this.bytes;
    const start = this.starts[at] as number;
    return Buffer.from(buffer as ArrayBuffer, byteOffset + start, this.sizeOf(at));
  }

  /** Bytes of the name. */
  sizeOf(at: number): number {
    return this.endOf(at) - (this.starts[at] as number);
  }

  bucket(at: number): number {
    return this.buckets[at] as number;
  }

  isGone(at: number): boolean {
    return this.buckets[at] === GONE;
  }

  forget(at: number): void {
    this.buckets[at] = GONE;
  }

  /** Negative when the key in a place comes before that in a place of another row. */
  compare(at: number, other: NameRow, otherAt: number): number {
    const start = (other.starts[otherAt] as number) + this.idBytes;
    return this.compareKey(at, other.bytes, start, other.endOf(otherAt));
  }

  hasKey(at: number, key: Uint8Array): boolean {
    return this.compareKey(at, key, 0, key.length) === 0;
  }

  /**
   * Of a row in order, the first place whose key is not before another.
   * @param isBehind ... or is behind it
   */
  placeOf(key: Uint8Array, isBehind = false): number {
    let low = 0;
    let high = this.count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const order = this.compareKey(middle, key, 0, key.length);
      if (order < 0 || (isBehind && order === 0)) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Those that are not gone, in order: merge sort from below (Knuth, The Art of Computer Programming, volume 3, 5.2.4). */
  sorted(): NameRow {
    let from = Uint32Array.from({ length: this.count }, (_, at) => at).filter(
      (at) => !this.isGone(at),
    );
    let to = new Uint32Array(from.length);
    for (let width = 1; width < from.length; width *= 2) {
      for (let low = 0; low < from.length; low += 2 * width) this.mergeTwo(from, to, low, width);
      [from, to] = [to, from];
    }
    const row = new NameRow(this.idBytes);
    for (const at of from) row.addFrom(this, at);
    return row;
  }

  private mergeTwo(from: Uint32Array, to: Uint32Array, low: number, width: number): void {
    const middle = Math.min(low + width, from.length);
    const high = Math.min(middle + width, from.length);
    let [left, right] = [low, middle];
    for (let at = low; at < high; at += 1) {
      const isLeft =
        right === high ||
        (left < middle && this.compare(from[left] as number, this, from[right] as number) <= 0);
      to[at] = from[isLeft ? left++ : right++] as number;
    }
  }

  private compareKey(at: number, bytes: Uint8Array, start: number, end: number): number {
    const own = this.bytes;
    const ownStart = (this.starts[at] as number) + this.idBytes;
    const ownSize = this.endOf(at) - ownStart;
    const least = Math.min(ownSize, end - start);
    for (let index = 0; index < least; index += 1) {
      const difference = (own[ownStart + index] as number) - (bytes[start + index] as number);
      if (difference !== 0) return difference;
    }
    return ownSize - (end - start);
  }

  private endOf(at: number): number {
    return at + 1 < this.count ? (this.starts[at + 1] as number) : this.size;
  }

  private copy(bytes: Uint8Array, start: number, end: number, bucket: number): void {
    if (this.count === this.starts.length) this.growPlaces();
    if (this.size + end - start > this.bytes.length) this.growBytes(end - start);
    this.starts[this.count] = this.size;
    this.buckets[this.count] = bucket;
    this.count += 1;
    const { bytes: own, size } = this;
    // Short as it is, the way into native code and back would take longer.
    for (let from = start; from < end; from += 1) own[size + from - start] = bytes[from] as number;
    this.size += end - start;
  }

  private growPlaces(): void {
    const { starts, buckets, count } = this;
    this.starts = new Uint32Array(2 * count);
    this.buckets = new Uint16Array(2 * count);
    this.starts.set(starts);
    this.buckets.set(buckets);
  }

  private growBytes(more: number): void {
    const { bytes, size } = this;
    this.bytes = new Uint8Array(Math.max(2 * bytes.length, size + more));
    this.bytes.set(bytes);
  }
}
