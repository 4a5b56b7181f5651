// Checks for room before a write: a commit that fails ends the process. Values are refused long before removals, so
// that a full disk can always be emptied.
import { StoreError, type Room } from '@chord-dht/store';
import { statSync } from 'node:fs';
import { readFile, stat, statfs } from 'node:fs/promises';
import type { Ballast } from './ballast';

/** Bytes that can be written. */
export interface Space {
  /** What the data file can grow by. */
  readonly outside: number;
  /** What it has free within: pages whose records are gone are used again, the file never shrinks. */
  readonly inside: number;
}

/** What is acknowledged and takes its room later. */
export interface Backlog {
  /** It takes at most so many. */
  readonly bytes: number;
  /** Resolves when it has taken its room. */
  settle(): Promise<void>;
}

export interface FreeSpaceOptions {
  /** Values are refused when less than this would be left; the rules below are parts of it. */
  readonly bytesMin: number;
  /** Resolves to the free bytes now. */
  readonly measure: () => Promise<Space>;
  /** Room that is kept occupied until removals need it: others fill disks as well. */
  readonly ballast?: Ballast;
}

/** A write takes at most so much more than its own bytes: pages and the way down to them are written anew. */
export const OVERHEAD_BYTES = 32 * 1024;
/** A reading is renewed before others could have taken the room that it found, at this rate. */
const OTHERS_BYTES_A_MS = 1024 * 1024;
const RENEW_MS_MIN = 100;
const RENEW_MS_MAX = 2_000;

const FULL =
  'The disk of the node that keeps this key has no room for the value. Deleting keys works, and makes room.';
const UNREADABLE =
  'The data folder of a node is not there or cannot be read, so that node takes no writes. Stop it, put its disk back ' +
  'or give it an empty folder, and start it again';
const QUITE_FULL = 'The disk of the node that keeps this key has no room even for a deletion.';

export class FreeSpace {
  private space: Space = { outside: 0, inside: 0 };
  /** Whether `space` is known well enough; what has been set aside is taken off it. */
  private isFresh = false;
  private wasUsed = false;
  private reading: Promise<void> | undefined;
  /** The largest value that was refused since there was last room for it. */
  private refusedBytes: number | undefined;
  backlog: Backlog | undefined;
  private settling: Promise<void> | undefined;
  /** For the backlog, in the last reading. */
  private setAside = 0;

  constructor(private readonly options: FreeSpaceOptions) {}

  /**
   * Sets `bytes` aside. At once, with `true`, while there is plenty: nothing is read and no clock asked.
   * Nobody is refused by an estimate.
   * @param isRemoval they are tombstones, which get room that values do not
   * @throws StoreError `STORAGE_FULL`, also without a data folder, in the promise
   */
  admitNow(bytes: number, isRemoval = false): true | Promise<void> {
    const needed = bytes + OVERHEAD_BYTES;
    const has = isRemoval ? this.takesRemoval(needed) : this.takesValue(needed);
    if (!this.isFresh || !has)
      return isRemoval ? this.admitRemoval(needed) : this.admitValue(needed);
    this.take(needed);
    return true;
  }

  /** The small state of the node is never refused; it may have what is kept for removals. */
  noteState(bytes: number): void {
    const needed = bytes + OVERHEAD_BYTES;
    this.take(needed);
    const makeRoom = (): void => {
      if (!this.takesRemoval(needed)) this.options.ballast?.release();
    };
    if (this.isFresh) makeRoom();
    else this.read().then(makeRoom, () => undefined);
  }

  async room(): Promise<Room> {
    const fits = (): boolean => this.takesValue(this.refusedBytes ?? OVERHEAD_BYTES);
    try {
      await this.read();
      if (!fits()) await this.readAgain();
    } catch (error) {
      if (error instanceof StoreError) return { freeBytes: 0, isFull: true, fault: error.message };
      throw error;
    }
    const { outside, inside } = this.space;
    const freeBytes = Math.max(0, outside - this.options.bytesMin) + inside;
    return { freeBytes, isFull: !fits() };
  }

  /** Resolves when nothing is read or written any more. */
  async quiet(): Promise<void> {
    await this.reading?.catch(() => undefined);
    await this.options.ballast?.settled();
  }

  private async admitValue(needed: number): Promise<void> {
    await this.read();
    if (!this.takesValue(needed)) await this.readAgain();
    if (!this.takesValue(needed)) {
      this.refusedBytes = Math.max(this.refusedBytes ?? 0, needed);
      throw full(FULL);
    }
    this.take(needed);
  }

  private async admitRemoval(needed: number): Promise<void> {
    await this.read();
    if (!this.takesRemoval(needed)) await this.readAgain();
    if (!this.takesRemoval(needed) && this.options.ballast?.release()) await this.read();
    if (!this.takesRemoval(needed)) throw full(QUITE_FULL);
    this.take(needed);
  }

  /**
   * What is free inside may be in pieces too small for a large value, and the file grows all the same. So
   * the less of it there is, the more has to be left outside.
   */
  private readonly takesValue = (needed: number): boolean => {
    const { bytesMin } = this.options;
    const { outside, inside } = this.space;
    const left = outside - needed;
    return (
      left >= bytesMin ||
      (left >= bytesMin / 4 && inside >= 2 * needed + bytesMin / 64) ||
      (left >= bytesMin / 64 && inside >= 16 * needed + bytesMin / 4)
    );
  };

  /** Removals are small, and take single pages; what the ballast gives is more than is left here. */
  private readonly takesRemoval = (needed: number): boolean => {
    const { bytesMin } = this.options;
    const { outside, inside } = this.space;
    return outside - needed >= bytesMin / 64 || inside >= 2 * needed + bytesMin / 64;
  };

  /** From both, as nobody knows yet where it goes. */
  private take(needed: number): void {
    const { outside, inside } = this.space;
    this.space = { outside: outside - needed, inside: Math.max(0, inside - needed) };
    this.wasUsed = true;
  }

  private read(): Promise<void> {
    this.reading ??= this.measure()
      .then((space) => {
        this.space = space;
        if (this.refusedBytes !== undefined && this.takesValue(this.refusedBytes))
          this.refusedBytes = undefined;
        if (space.outside >= this.options.bytesMin) this.options.ballast?.hold();
        if (!this.isFresh) this.renewLater();
        this.isFresh = true;
      })
      .catch((error: unknown) => {
        throw unreadable(error);
      })
      .finally(() => {
        this.reading = undefined;
      });
    return this.reading;
  }

  /** As if the backlog had taken the most that it may take. */
  private async measure(): Promise<Space> {
    const { outside, inside } = await this.options.measure();
    const bytes = (this.setAside = this.backlog?.bytes ?? 0);
    return { outside: outside - bytes, inside: Math.max(0, inside - bytes) };
  }

  /** Nobody is refused because of what the backlog may take and does not. */
  private readAgain(): Promise<void> | undefined {
    if (this.setAside === 0) return undefined;
    return (this.settling ??= this.readSettled().finally(() => {
      this.settling = undefined;
    }));
  }

  private async readSettled(): Promise<void> {
    await this.backlog?.settle();
    // One that has begun before knows nothing of it.
    await this.reading;
    await this.read();
  }

  /** While there are writes; the first one after a pause waits for a reading. */
  private renewLater(): void {
    const headroom = Math.max(0, this.space.outside - this.options.bytesMin);
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

function full(sentence: string): StoreError {
  return new StoreError('STORAGE_FULL', sentence, { outcome: 'not-applied' });
}

/** The engine goes on with files that were deleted, so nothing that it writes would be there after a restart. */
function unreadable(error: unknown): unknown {
  const { code, syscall } = error as NodeJS.ErrnoException;
  return code === undefined || syscall === undefined ? error : lost(code);
}

function lost(why: string): StoreError {
  return full(`${UNREADABLE} (${why}).`);
}

/**
 * Measures what a file, which is there now, may grow by: free bytes of the file system, and below the size that this
 * process may make a file.
 */
export function growthOf(file: string): () => Promise<number> {
  const own = statSync(file).ino;
  return async () => {
    const [{ bavail, bsize }, { size, ino }, limit] = await Promise.all([
      statfs(file),
      stat(file),
      fileSizeLimit(),
    ]);
    if (ino !== own) throw lost('another file is in the place of its data file');
    return Math.min(bavail * bsize, limit - size);
  };
}

/** The soft limit of `ulimit -f` as it is now, where the system tells it. */
async function fileSizeLimit(): Promise<number> {
  const text = await readFile('/proc/self/limits', 'utf8').catch(() => '');
  const soft = /^Max file size\s+(\S+)/m.exec(text)?.[1];
  return soft === undefined || soft === 'unlimited' ? Infinity : Number(soft);
}
