// A histogram of latencies in buckets of about 1 %; its size does not depend on the number of samples.

const PER_DOUBLING = 64;
const DOUBLINGS = 28;

export class Histogram {
  private readonly counts = new Uint32Array(PER_DOUBLING * DOUBLINGS);
  private total = 0;
  private largest = 0;

  get count(): number {
    return this.total;
  }

  /** Milliseconds; exact. */
  get maxMs(): number {
    return this.largest / 1000;
  }

  /** @param ms milliseconds, from a microsecond to about four minutes; what lies beyond counts as the end of the scale */
  add(ms: number): void {
    const micros = ms * 1000;
    const index = micros > 1 ? Math.floor(Math.log2(micros) * PER_DOUBLING) : 0;
    this.counts[Math.min(index, this.counts.length - 1)]! += 1;
    this.total += 1;
    if (micros > this.largest) this.largest = micros;
  }

  /** These and the samples of another. */
  with(other: Histogram): Histogram {
    const both = new Histogram();
    for (let index = 0; index < both.counts.length; index += 1)
      both.counts[index] = this.counts[index]! + other.counts[index]!;
    both.total = this.total + other.total;
    both.largest = Math.max(this.largest, other.largest);
    return both;
  }

  /** The latency in milliseconds that a share of the samples does not exceed; 0 without samples. */
  percentile(share: number): number {
    if (this.total === 0) return 0;
    let left = Math.max(1, Math.ceil(share * this.total));
    for (let index = 0; index < this.counts.length; index += 1) {
      left -= this.counts[index]!;
      if (left <= 0) return Math.min(2 ** ((index + 0.5) / PER_DOUBLING), this.largest) / 1000;
    }
    return this.maxMs;
  }
}
