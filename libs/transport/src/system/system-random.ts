import type { Random } from '@chord-dht/chord';

/** Random numbers for jitter and the like; not for secrets. */
export class SystemRandom implements Random {
  next(): number {
    return Math.random();
  }
}
