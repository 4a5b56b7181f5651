// The disk of one node in virtual time, with its speed and its faults. It outlives the processes that use it.
import type { Clock, Random } from '@chord-dht/chord';
import { DiskImage, type Change } from './disk-image';
import { DiskStore } from './disk-store';

/**
 * `kept`: the process dies, and what it has committed stays. `power`: what was not yet flushed is
 * lost. `wiped`: nothing is left.
 */
export type DiskFate = 'kept' | 'power' | 'wiped';

export interface DiskUser {
  readonly clock: Clock;
  /** A commit failed: the process has to end, as a real node does. */
  readonly onFatal: () => void;
}

/** Times of a write in milliseconds: until all can see it, and from then until it is durable. */
const COMMIT_MS_MAX = 1;
const FLUSH_MS_MAX = 4;

/** What is wrong with a disk; anybody may change it at any time. */
export interface DiskState {
  /** Every write takes so much longer. */
  extraMs: number;
  /** Whatever has to be put is refused. */
  isFull: boolean;
  /** The next commit fails. */
  failsNext: boolean;
}

export class VirtualDisk implements DiskState {
  extraMs = 0;
  isFull = false;
  failsNext = false;
  /** Writes that a process has seen done. */
  commits = 0;
  readonly image = new DiskImage();
  /** What a process has committed and not flushed, oldest first. */
  private unflushed: Change[] = [];

  constructor(private readonly random: Random) {}

  /** The engine of a fresh process on this disk. */
  open(user: DiskUser): DiskStore {
    return new DiskStore(this, user);
  }

  /** The process that used the disk is gone. */
  abandon(fate: DiskFate): void {
    if (fate === 'wiped') this.image.wipe();
    if (fate === 'kept') for (const change of this.unflushed) this.image.apply(change);
    this.unflushed = [];
  }

  /** For the engine: how long the next write takes. */
  drawTimes(): { readonly commitMs: number; readonly flushMs: number } {
    const commitMs = this.extraMs + COMMIT_MS_MAX * this.random.next();
    return { commitMs, flushMs: FLUSH_MS_MAX * this.random.next() };
  }

  /** For the engine: visible from now on. */
  committed(change: Change): void {
    this.commits += 1;
    this.unflushed.push(change);
  }

  /** For the engine: durable from now on, with all that was committed before it. */
  flushed(change: Change): void {
    const end = this.unflushed.indexOf(change) + 1;
    for (const one of this.unflushed.splice(0, end)) this.image.apply(one);
  }
}
