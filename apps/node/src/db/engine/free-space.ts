// Knows whether there is room for a write before the engine finds out: a commit that fails ends the process.
import { StoreError } from '@chord-dht/store';
import { readFile, stat, statfs } from 'node:fs/promises';

export interface FreeSpaceOptions {
  /** Writes are refused when less than this would be left. */
  readonly bytesMin: number;
  /** Resolves to the free bytes now. */
  readonly measure: () => Promise<number>;
}

/** A write takes at most so much more than its own bytes: pages and the way down to them are written anew. */
const OVERHEAD_BYTES = 32 * 1024;
/** A reading is renewed before others could have taken the room that it found, at this rate. */
const OTHERS_BYTES_A_MS = 1024 * 1024;
const RENEW_MS_MIN = 100;
const RENEW_MS_MAX = 2_000;

export class FreeSpace {
  private free = 0;
  /** Whether `free` is known well enough; what has been set aside is taken off it. */
  private isFresh = false;
  private wasUsed = false;
  private reading: Promise<void> | undefined;

  constructor(private readonly options: FreeSpaceOptions) {}

  /**
   * Sets `bytes` aside. At once, with `true`, while there is plenty: nothing is read and no clock asked.
   * Nobody is refused by an estimate.
   * @throws StoreError `STORAGE_FULL`, in the promise
   */
  admitNow(bytes: number): true | Promise<void> {
    if (!this.isFresh || !this.hasRoomFor(bytes)) return this.admit(bytes);
    this.take(bytes);
    return true;
  }

  private async admit(bytes: number): Promise<void> {
    await this.read();
    if (!this.hasRoomFor(bytes))
      throw new StoreError('STORAGE_FULL', 'There is too little free space for this write.');
    this.take(bytes);
  }

  private hasRoomFor(bytes: number): boolean {
    return this.free - bytes - OVERHEAD_BYTES >= this.options.bytesMin;
  }

  private take(bytes: number): void {
    this.free -= bytes + OVERHEAD_BYTES;
    this.wasUsed = true;
  }

  private read(): Promise<void> {
    this.reading ??= this.options
      .measure()
      .then((free) => {
        this.free = free;
        if (!this.isFresh) this.renewLater();
        this.isFresh = true;
      })
      .finally(() => {
        this.reading = undefined;
      });
    return this.reading;
  }

  /** While there are writes; the first one after a pause waits for a reading. */
  private renewLater(): void {
    const headroom = Math.max(0, this.free - this.options.bytesMin);
    const ms = Math.min(RENEW_MS_MAX, Math.max(RENEW_MS_MIN, headroom / OTHERS_BYTES_A_MS));
    setTimeout(() => {
      if (this.wasUsed) this.renew();
      else this.isFresh = false;
    }, ms).unref();
  }

  /** While it is being renewed the old reading holds; when that fails, the next write says so. */
  private renew(): void {
    this.wasUsed = false;
    this.read().then(
      () => this.renewLater(),
      () => (this.isFresh = false),
    );
  }
}

/** The free bytes for a file: of the file system, and below the size that this process may make a file. */
export async function freeBytesFor(file: string): Promise<number> {
  const [{ bavail, bsize }, { size }, limit] = await Promise.all([
    statfs(file),
    stat(file),
    fileSizeLimit(),
  ]);
  return Math.min(bavail * bsize, limit - size);
}

/** The soft limit of `ulimit -f` as it is now, where the system tells it. */
async function fileSizeLimit(): Promise<number> {
  const text = await readFile('/proc/self/limits', 'utf8').catch(() => '');
  const soft = /^Max file size\s+(\S+)/m.exec(text)?.[1];
  return soft === undefined || soft === 'unlimited' ? Infinity : Number(soft);
}
