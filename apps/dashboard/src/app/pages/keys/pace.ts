// The pace of repeated readings: soon after a change, but less often where a reading takes long, so that a page does
// not load a busy ring.

const SOON_MS = 250;
/** From one reading to the next. */
const REST_MS = 1_000;
/** At most a fifth of the time is spent with reading, unless it takes very long. */
const SHARE = 4;
const REST_MS_MAX = 5_000;

export class Pace {
  private timer: ReturnType<typeof setTimeout> | null = null;
  private readings = 0;
  /** A change came while a reading was under way: that one may have missed it. */
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
