import {
  MemoryRecordStore,
  type Batch,
  type MemoryRecordStoreOptions,
  type PlacedRecord,
  type Position,
} from '@chord-dht/store';
import { closeSync, existsSync, fdatasyncSync, openSync, readFileSync, writeSync } from 'node:fs';

type Line =
  | { readonly at: Position; readonly bytes: string | null }
  | { readonly state: readonly [name: string, value: string] }
  | { readonly cleared: true };

/** Records in memory, and a journal on disk that brings them back: for small data. */
export class JournalStore extends MemoryRecordStore {
  override readonly engine = 'journal';
  private readonly journal: number;

  constructor(file: string, options: MemoryRecordStoreOptions = {}) {
    super(options);
    if (existsSync(file)) this.replay(readFileSync(file, 'utf8'));
    this.journal = openSync(file, 'a');
  }

  override append(items: readonly PlacedRecord[], done: (error?: unknown) => void): void {
    super.append(items, done);
    this.note(items.map(({ position }) => position));
  }

  override async write(batch: Batch): Promise<void> {
    await super.write(batch);
    const { put = [], drop = [], dropCorrupt = [] } = batch;
    this.note([...put, ...drop, ...dropCorrupt]);
  }

  override async putState(name: string, value: string): Promise<void> {
    await super.putState(name, value);
    this.add([{ state: [name, value] }]);
  }

  override async clear(): Promise<void> {
    await super.clear();
    this.add([{ cleared: true }]);
  }

  override async close(): Promise<void> {
    closeSync(this.journal);
  }

  /** What lies there now, on disk before anybody hears of it. */
  private note(positions: readonly Position[]): void {
    this.add(
      positions.map(({ keyId, key }) => {
        const bytes = this.readable({ keyId, key });
        return { at: { keyId, key }, bytes: bytes ? Buffer.from(bytes).toString('base64') : null };
      }),
    );
  }

  /** A record that is damaged is not worth keeping: other replicas have it. */
  private readable(position: Position): Uint8Array | undefined {
    try {
      return this.read(position);
    } catch {
      return undefined;
    }
  }

  private add(lines: readonly Line[]): void {
    writeSync(this.journal, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
    fdatasyncSync(this.journal);
  }

  private replay(journal: string): void {
    const last = new Map<string, PlacedRecord>();
    // What stands behind the last line break was never acknowledged.
    for (const text of journal.split('\n').slice(0, -1)) {
      const line = JSON.parse(text) as Line;
      if ('cleared' in line) last.clear();
      else if ('state' in line) void super.putState(...line.state);
      else if (line.bytes === null) last.delete(JSON.stringify(line.at));
      else {
        const bytes = new Uint8Array(Buffer.from(line.bytes, 'base64'));
        last.set(JSON.stringify(line.at), { position: line.at, bytes });
      }
    }
    for (const { position, bytes } of last.values()) this.place(position, bytes);
  }
}
