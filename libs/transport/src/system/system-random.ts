import type { Random } from '@chord-dht/chord';

/** Chance for jitter and the like; nothing secret comes from it. */
export class SystemRandom implements Random {
  next(): number {
    return Math.random();
  }
}
