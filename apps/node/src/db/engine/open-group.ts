// The writes of one transaction while it is being put together: what they read sees those before them.
import type { FigureCounter, Position } from '@chord-dht/store';
import type { Database } from 'lmdb';
import { withinBounds } from './borrowed';

export interface GroupTables {
  readonly records: Database<Buffer, Buffer>;
  readonly state: Database<string, string>;
}

export class OpenGroup {
  /** What this group has put, or taken away, in each place that it has touched. */
  private readonly touched = new Map<string, Uint8Array | null>();
  private isCleared = false;
  private hasWritten = false;

  constructor(
    private readonly tables: GroupTables,
    private readonly counter: FigureCounter,
  ) {}

  begin(): void {
    this.touched.clear();
    this.isCleared = false;
    this.hasWritten = false;
  }

  /** @returns whether there is anything to commit */
  end(): boolean {
    this.touched.clear();
    return this.hasWritten;
  }

  /** What lies in a place, or will with this group; valid until the next reading. */
  stored(position: Position, name: Buffer): Uint8Array | undefined {
    if (this.touched.size > 0) {
      const own = this.touched.get(placeOf(position));
      if (own !== undefined) return own ?? undefined;
    }
    if (this.isCleared) return undefined;
    const bytes = this.tables.records.getBinaryFast(name);
    return bytes && withinBounds(bytes);
  }

  /** @param before what `stored` has said */
  put(position: Position, name: Buffer, bytes: Uint8Array, before: Uint8Array | undefined): void {
    this.counter.replace(before, bytes);
    this.touched.set(placeOf(position), bytes);
    this.hasWritten = true;
    // One promise for the whole group comes back, and whoever waits for the commit hears it fail.
    void this.tables.records.put(name, bytes as Buffer);
  }

  /** @param before what `stored` has said */
  remove(position: Position, name: Buffer, before: Uint8Array): void {
    this.counter.replace(before, undefined);
    this.touched.set(placeOf(position), null);
    this.hasWritten = true;
    void this.tables.records.remove(name);
  }

  clear(): void {
    this.counter.clear();
    this.touched.clear();
    this.isCleared = true;
    this.hasWritten = true;
    void this.tables.records.clearAsync();
  }

  putState(name: string, value: string): void {
    this.hasWritten = true;
    void this.tables.state.put(name, value);
  }
}

/** Ids have one width. */
function placeOf({ keyId, key }: Position): string {
  return keyId + key;
}
