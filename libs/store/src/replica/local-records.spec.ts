import { Emitter } from '@chord-dht/chord';
import type { StoreEvent } from '../arc/events';
import { MemoryRecordStore } from '../arc/memory-record-store';
import type { PlacedRecord } from '../arc/record-store';
import { encodeRecord } from '../record/record-codec';
import { makeRecord, makeVersion } from '../testing/record-store-conformance';
import { takeOver } from './local-records';
import type { ReplicaContext } from './replica-context';
import { NO_VIEW } from '../view/view-state';
import { Unconfirmed } from './unconfirmed';
import { WritesUnderWay } from './writes-under-way';

/** An engine that shows what was written when the test says so, in the order of writing. */
class SlowRecordStore extends MemoryRecordStore {
  private readonly waiting: (() => void)[] = [];

  override append(items: readonly PlacedRecord[], done: (error?: unknown) => void): void {
    this.waiting.push(() => super.append(items, done));
  }

  /** Resolves when nothing more is to be written. */
  async commitAll(): Promise<void> {
    for (;;) {
      for (let turns = 0; turns < 20; turns += 1) await undefined;
      const next = this.waiting.shift();
      if (!next) return;
      next();
    }
  }
}

const KEY_ID = '0abc';

function recordOf(time: number): PlacedRecord {
  const bytes = encodeRecord(makeRecord(KEY_ID, 'key', { version: makeVersion(time) }));
  return { position: { keyId: KEY_ID, key: 'key' }, bytes };
}

function replica() {
  const records = new SlowRecordStore();
  const context = {
    records,
    events: new Emitter<StoreEvent>(),
    clock: { observe: () => undefined },
    underWay: new WritesUnderWay(),
    unconfirmed: new Unconfirmed(),
    book: { at: () => ({ state: NO_VIEW }) },
  };
  return { records, context: context as unknown as ReplicaContext };
}

describe('a home replica', () => {
  it.each([
    ['in their order', [1, 2, 3]],
    ['in reverse', [3, 2, 1]],
    ['mixed', [2, 3, 1]],
  ])('keeps the latest of versions that arrive at once, %s', async (_name, times) => {
    const { records, context } = replica();
    const kept = times.map((time) => takeOver(context, [recordOf(time)]));
    await records.commitAll();
    await Promise.all(kept);
    expect(records.get(KEY_ID, 'key')?.version).toEqual(makeVersion(3));
  });

  it('says that a version is kept only when the later one that is on its way is durable', async () => {
    const { records, context } = replica();
    let said = false;
    void takeOver(context, [recordOf(2)]);
    const late = takeOver(context, [recordOf(1)]);
    void late.then(() => (said = true));
    for (let turns = 0; turns < 50; turns += 1) await undefined;
    expect(said).toBe(false);
    await records.commitAll();
    await late;
    expect(records.get(KEY_ID, 'key')?.version).toEqual(makeVersion(2));
  });
});
