// Knows which records are being written now, so that a seal can wait until all of them can be seen.
import { inRange, type Id } from '@chord-dht/chord';
import type { Arc } from '../range/position';

export class WritesUnderWay {
  private readonly writes = new Map<Promise<unknown>, Id>();

  track<Result>(keyId: Id, write: Promise<Result>): Promise<Result> {
    const done = (): void => void this.writes.delete(tracked);
    const tracked = write.then(done, done);
    this.writes.set(tracked, keyId);
    return write;
  }

  has(keyId: Id): boolean {
    return [...this.writes.values()].includes(keyId);
  }

  /** Resolves when every write of a key that runs now is over. */
  async of(keyId: Id): Promise<void> {
    await Promise.all([...this.writes].filter(([, id]) => id === keyId).map(([write]) => write));
  }

  /** Resolves when every write of the arc that runs now is over. */
  async quiet(arc: Arc): Promise<void> {
    const concerned = [...this.writes].filter(([, keyId]) => inRange(arc.fromId, keyId, arc.toId));
    await Promise.all(concerned.map(([write]) => write));
  }
}
