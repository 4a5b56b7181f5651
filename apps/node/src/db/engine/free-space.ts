// Knows whether there is room for a write before the engine finds out: a commit that fails ends the process.
import { StoreError } from '@chord-dht/store';
import { readFile, stat, statfs } from 'node:fs/promises';

export interface FreeSpaceOptions {
  /** Writes are refused when less than this would be left. */
  readonly bytesMin: number;
  /** Resolves to the free bytes now. */
  readonly measure: () => Promise<number>;
}

/** An older reading is renewed; while it is being renewed the old one holds. */
const FRESH_MS = 250;
/** A reading older than this is waited for, and so is a new one when the last leaves no room. */
const STALE_MS = 2_000;
/** Pages and the way down to them are written anew, so a write takes more than its own bytes. */
const OVERHEAD_BYTES = 32 * 1024;

export class FreeSpace {
  private free = 0;
  private readAtMs = -Infinity;
  private reading: Promise<void> | undefined;

  constructor(private readonly options: FreeSpaceOptions) {}

  /**
   * Sets `bytes` aside; resolves at once while there is plenty. Nobody is refused by an estimate.
   * @throws StoreError `STORAGE_FULL`
   */
  admit(bytes: number): void | Promise<void> {
    const ageMs = performance.now() - this.readAtMs;
    if (ageMs > STALE_MS || !this.hasRoomFor(bytes))
      return this.read().then(() => this.take(bytes));
    if (ageMs > FRESH_MS) this.read().catch(() => undefined);
    this.take(bytes);
  }

  private hasRoomFor(bytes: number): boolean {
    return this.free - bytes - OVERHEAD_BYTES >= this.options.bytesMin;
  }

  private take(bytes: number): void {
    if (!this.hasRoomFor(bytes))
      throw new StoreError('STORAGE_FULL', 'There is too little free space for this write.');
    this.free -= bytes + OVERHEAD_BYTES;
  }

  private read(): Promise<void> {
    this.reading ??= this.options
      .measure()
      .then((free) => {
        this.free = free;
        this.readAtMs = performance.now();
      })
      .finally(() => {
        this.reading = undefined;
      });
    return this.reading;
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
