import { Emitter, IdSpace, type NodeRef } from '@chord-dht/chord';
import type { StoreEvent } from '../arc/events';
import { MemoryRecordStore } from '../arc/memory-record-store';
import type { PlacedRecord } from '../arc/record-store';
import { encodeRecord } from '../record/record-codec';
import { makeRecord, makeVersion } from '../testing/record-store-conformance';
import { takeOver } from './local-records';
import type { ReplicaContext } from './replica-context';
import { ViewBook } from '../view/view-book';
import { activate, NO_VIEW } from '../view/view-state';
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
const SELF: NodeRef = { id: '8000', address: 'self:1' };

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

describe('many records in the order of their ids', () => {
  const idOf = (index: number): string => (0x1000 + index * 0x100).toString(16);
  const many = Array.from({ length: 20 }, (_, index): PlacedRecord => {
    const position = { keyId: idOf(index), key: `k${index}` };
    return { position, bytes: encodeRecord(makeRecord(position.keyId, position.key)) };
  });
  /** From the first of them to the fifth the node serves. */
  const served = { fromId: '0fff', toId: idOf(4) };

  async function withViews() {
    const { records, context } = replica();
    const book = new ViewBook(new MemoryRecordStore(), new IdSpace(16), '0123456789ab', SELF);
    const view = { epoch: 1, lineage: '0123456789abcdef', primary: SELF, members: [SELF] };
    await book.update(served, (state) => ({ ...activate(state, view, true), serving: true }));
    return { records, context: { ...context, book } as unknown as ReplicaContext };
  }

  it('are to be confirmed where the node serves, and there alone', async () => {
    const { records, context } = await withViews();
    const taken = takeOver(context, many);
    await records.commitAll();
    await taken;
    expect(records.figures().keys).toBe(many.length);
    const marked = many.filter(({ position }) => context.unconfirmed.has(position));
    expect(marked.map(({ position }) => position.keyId)).toEqual([0, 1, 2, 3, 4].map(idOf));
  });

  it.each([
    ['the first', many, idOf(0)],
    ['the last', many, idOf(19)],
    ['one of few', many.slice(3, 6), idOf(5)],
  ])('stay out, all of them, when %s may not come to its place', async (_, some, place) => {
    const { records, context } = await withViews();
    const { arc: refused } = context.book.at(place);
    const admit = ({ keyId }: { readonly keyId: string }): void => {
      if (context.book.at(keyId).arc.toId === refused.toId) throw new Error('elsewhere');
    };
    const taken = takeOver(context, some, admit);
    taken.catch(() => undefined);
    await records.commitAll();
    await expect(taken).rejects.toThrow('elsewhere');
    expect(records.figures().keys).toBe(0);
  });
});
