// The pace of repeated reads: soon after a change, but less often where a read takes long, so that a page does not load
// a busy ring.

const SOON_MS = 250;
/** The least time between two reads, in milliseconds. */
const REST_MS = 1_000;
/** Reads take at most a fifth of the time, unless a single one takes very long. */
const SHARE = 4;
const REST_MS_MAX = 5_000;

export class Pace {
  private timer: ReturnType<typeof setTimeout> | null = null;
  private readings = 0;
  /** True when a change came during a read, which may have missed it. */
  private isWanted = false;
  private restUntilMs = 0;
  private isOver = false;

  constructor(private readonly read: () => Promise<void>) {}

  async now(): Promise<void> {
    this.cancel();
    const startMs = Date.now();
    this.readings += 1;
    await this.read();
    this.readings -= 1;
    const tookMs = Date.now() - startMs;
    this.restUntilMs = Date.now() + Math.min(REST_MS_MAX, Math.max(REST_MS, SHARE * tookMs));
    if (this.isWanted) this.soon();
  }

  soon(): void {
    if (this.isOver || this.timer !== null) return;
    if (this.readings > 0) {
      this.isWanted = true;
      return;
    }
    const waitMs = Math.max(SOON_MS, this.restUntilMs - Date.now());
    this.timer = setTimeout(() => void this.now(), waitMs);
  }

  stop(): void {
    this.isOver = true;
    this.cancel();
  }

  private cancel(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    this.isWanted = false;
  }
}
