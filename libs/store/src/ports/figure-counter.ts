// Knows how the figures of an engine follow its writes.
import { weighRecord } from '../record/record-codec';
import type { StoreFigures } from './record-store';

export class FigureCounter {
  private current: StoreFigures = { keys: 0, bytes: 0, tombstones: 0 };

  get figures(): StoreFigures {
    return this.current;
  }

  /** Encoded records in place of others; `undefined` for none. */
  replace(before: Uint8Array | undefined, after: Uint8Array | undefined): void {
    this.add(before, -1);
    this.add(after, 1);
  }

  clear(): void {
    this.current = { keys: 0, bytes: 0, tombstones: 0 };
  }

  private add(encoded: Uint8Array | undefined, sign: 1 | -1): void {
    const weight = encoded && weighRecord(encoded);
    if (!weight) return;
    const { keys, bytes, tombstones } = this.current;
    this.current = {
      keys: keys + (weight.deleted ? 0 : sign),
      bytes: bytes + sign * weight.bytes,
      tombstones: tombstones + (weight.deleted ? sign : 0),
    };
  }
}
