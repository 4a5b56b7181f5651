// The disk of one node in virtual time, with its speed and its faults. It outlives the processes that use it.
import type { Clock, Random } from '@chord-dht/chord';
import { DiskImage, type Change } from './disk-image';
import { DiskStore } from './disk-store';

/**
 * `kept`: the process dies, and its commits stay. `power`: commits that were not flushed are lost. `wiped`: nothing is
 * left.
 */
export type DiskFate = 'kept' | 'power' | 'wiped';

export interface DiskUser {
  readonly clock: Clock;
  /** Called after a failed commit: the process has to end, as a real node does. */
  readonly onFatal: () => void;
}

/** The times of a write in milliseconds: until it is visible, and from then until it is durable. */
const COMMIT_MS_MAX = 1;
const FLUSH_MS_MAX = 4;

/** The faults of a disk, which may change at any time. */
export interface DiskState {
  /** The additional duration of every write in milliseconds. */
  extraMs: number;
  /** True when every put is refused. */
  isFull: boolean;
  /** True when the next commit fails. */
  failsNext: boolean;
}

export class VirtualDisk implements DiskState {
  extraMs = 0;
  isFull = false;
  failsNext = false;
  /** The number of writes that processes have seen committed. */
  commits = 0;
  readonly image = new DiskImage();
  /** Commits that are not flushed, oldest first. */
  private unflushed: Change[] = [];

  constructor(private readonly random: Random) {}

  /** Opens the engine of a fresh process on this disk. */
  open(user: DiskUser): DiskStore {
    return new DiskStore(this, user);
  }

  /** Called when the process that used the disk has ended. */
  abandon(fate: DiskFate): void {
    if (fate === 'wiped') this.image.wipe();
    if (fate === 'kept') for (const change of this.unflushed) this.image.apply(change);
    this.unflushed = [];
  }

  /** For the engine: the duration of the next write. */
  drawTimes(): { readonly commitMs: number; readonly flushMs: number } {
    const commitMs = this.extraMs + COMMIT_MS_MAX * this.random.next();
    return { commitMs, flushMs: FLUSH_MS_MAX * this.random.next() };
  }

  /** For the engine: the change is visible from now on. */
  committed(change: Change): void {
    this.commits += 1;
    this.unflushed.push(change);
  }

  /** For the engine: the change, and all commits before it, are durable from now on. */
  flushed(change: Change): void {
    const end = this.unflushed.indexOf(change) + 1;
    for (const one of this.unflushed.splice(0, end)) this.image.apply(one);
  }
}
