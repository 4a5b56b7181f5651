import { IdSpace, type NodeRef } from '@chord-dht/chord';
import { MemoryRecordStore } from '../arc/memory-record-store';
import { makeRecord } from '../testing/record-store-conformance';
import type { View } from './view';
import { isDiskOfAnother, renameMembers, ViewBook } from './view-book';
import { activate, NO_VIEW, promise } from './view-state';

const [SELF, OTHER] = ['2000', '8000'].map((id) => ({ id, address: `${id}:1` })) as [
  NodeRef,
  NodeRef,
];
const DISK = '0123456789ab';
const LINEAGE = '0123456789abcdef';
const PART = { fromId: '4000', toId: '8000' };

async function bookOf(): Promise<{ book: ViewBook; records: MemoryRecordStore }> {
  const records = new MemoryRecordStore();
  const book = new ViewBook(records, new IdSpace(16), DISK, SELF);
  await book.begin(SELF, LINEAGE);
  return { book, records };
}

/** A view of another lineage, or the next of this node's, takes effect in a part. */
function tell(book: ViewBook, lineage: string, epoch: number): Promise<void> {
  const view: View = { epoch, lineage, primary: OTHER, members: [OTHER, SELF] };
  return book.update(PART, (state) => activate(state, view, false));
}

describe('a node that shares its lineage with no other', () => {
  it('is blank, and gives its own view up', async () => {
    const { book } = await bookOf();
    expect([book.isNew, book.isBlank]).toEqual([true, true]);
    await book.forget(SELF);
    expect(book.all().map(({ state }) => state.view)).toEqual([null]);
  });

  it('has all of the view that it has given up when other nodes report that again', async () => {
    const { book, records } = await bookOf();
    const told = (at: ViewBook, part = PART): Promise<void> => {
      const view: View = { epoch: 1, lineage: LINEAGE, primary: SELF, members: [SELF] };
      return at.update(part, () => ({ ...NO_VIEW, view }));
    };
    await book.forget(SELF);
    await told(book);
    expect(book.at(PART.toId).state).toMatchObject({ synced: true, forgot: false, serving: false });
    // After a restart as well, and not on a disk that has never given it up.
    const again = new ViewBook(records, new IdSpace(16), DISK, SELF);
    await told(again, { fromId: '8000', toId: 'c000' });
    expect(again.at('c000').state.synced).toBe(true);
    const other = new ViewBook(new MemoryRecordStore(), new IdSpace(16), DISK, SELF);
    await told(other);
    expect(other.at(PART.toId).state).toMatchObject({ synced: false, forgot: true });
  });

  it('takes up again what it has given up, where there is nothing else', async () => {
    const { book } = await bookOf();
    await book.forget(SELF);
    await tell(book, 'fedcba9876543210', 4);
    await book.takeBack(SELF);
    const lineages = book.all().map(({ state: { view, serving } }) => [view?.lineage, serving]);
    expect(lineages).toContainEqual([LINEAGE, true]);
    expect(lineages).toContainEqual(['fedcba9876543210', false]);
  });

  it('is blank too when a ring that counts on it has given it a view, which it keeps', async () => {
    const { book, records } = await bookOf();
    await tell(book, 'fedcba9876543210', 4);
    await records.write({ put: [makeRecord('5000', 'of that view')] });
    expect([book.isNew, book.isBlank]).toEqual([true, true]);
    await book.forget(SELF);
    expect(book.at('5000').state.view?.epoch).toBe(4);
    expect(book.at('9000').state.view).toBeNull();
  });

  it('takes it up again when another goes on from it, where it holds nothing and is bound to nothing', async () => {
    const { book } = await bookOf();
    const first = { epoch: 1, lineage: LINEAGE };
    book.recall(PART, SELF, first);
    expect(book.all()[0]?.state.serving).toBe(true);
    await book.forget(SELF);
    expect(book.hasNothing).toBe(true);
    for (const name of [
      { epoch: 2, lineage: LINEAGE },
      { epoch: 1, lineage: 'f'.repeat(16) },
    ])
      book.recall(PART, SELF, name);
    expect(book.hasNothing).toBe(true);
    const hearsay: View = { ...first, lineage: 'e'.repeat(16), primary: OTHER, members: [OTHER] };
    await book.update(PART, (state) => activate(state, hearsay, false));
    expect(book.hasNothing).toBe(false);
    book.recall(PART, SELF, first);
    expect(book.at('8000').state).toMatchObject({
      ...{ view: first, synced: true, forgot: true, serving: false, promised: null },
    });
    await tell(book, 'd'.repeat(16), 3);
    book.recall(PART, SELF, first);
    expect(book.at('8000').state.view).toMatchObject({ epoch: 3 });
  });

  it('does not give up what a successor is being chosen for', async () => {
    const { book } = await bookOf();
    const ballot = { round: 1, node: OTHER.id };
    await book.update(PART, (state) => promise(state, ballot) ?? state);
    await book.forget(SELF);
    expect(book.at('8000').state).toMatchObject({ view: { epoch: 1 }, promised: ballot });
    expect(book.at('2000').state.view).toBeNull();
  });

  it('is not blank when something was written in its own view', async () => {
    const { book, records } = await bookOf();
    await records.write({ put: [makeRecord('9000', 'own')] });
    expect([book.isNew, book.isBlank]).toEqual([true, false]);
  });
});

describe('a node whose lineage others have joined', () => {
  it('is not new, though it still serves arcs as in the beginning', async () => {
    const { book } = await bookOf();
    await tell(book, LINEAGE, 2);
    expect([book.isNew, book.isBlank]).toEqual([false, false]);
  });
});

describe('a disk whose node comes back under another name', () => {
  const NEW_DISK = 'ba9876543210';
  const again = (records: MemoryRecordStore, self: NodeRef): ViewBook =>
    new ViewBook(records, new IdSpace(16), NEW_DISK, self);

  it('of a ring of one begins anew with what it has, as another disk', async () => {
    const { records } = await bookOf();
    expect(again(records, SELF)).toMatchObject({ isEmpty: false, disk: DISK });
    expect(again(records, OTHER)).toMatchObject({ isEmpty: true, disk: NEW_DISK });
  });

  it('that shares a view with others waits for them', async () => {
    const { book, records } = await bookOf();
    await tell(book, LINEAGE, 2);
    expect(again(records, { id: '3000', address: '3000:1' }).isEmpty).toBe(false);
  });

  it('whose last view may have been followed by one with others waits for them', async () => {
    const { book, records } = await bookOf();
    const ballot = { round: 1, node: SELF.id };
    await book.update(PART, (state) => ({ ...state, promised: ballot }));
    expect(again(records, OTHER).isEmpty).toBe(false);
  });

  it('that only heard of the view of another is not that other', async () => {
    const { book, records } = await bookOf();
    const view: View = { epoch: 1, lineage: LINEAGE, primary: OTHER, members: [OTHER] };
    const everything = { fromId: SELF.id, toId: SELF.id };
    await book.update(everything, (state) => ({ ...state, view, synced: false }));
    expect(again(records, SELF).isEmpty).toBe(false);
  });
});

describe('a disk whose members bear other names', () => {
  const MOVED: NodeRef = { id: '3000', address: '3000:1' };
  const space = new IdSpace(16);
  const rename =
    (from: NodeRef, to: NodeRef) =>
    (member: NodeRef): NodeRef =>
      member.id === from.id ? to : member;

  it('is its own again, with what it has promised', async () => {
    const { book, records } = await bookOf();
    await tell(book, LINEAGE, 2);
    const ballot = { round: 3, node: SELF.id };
    const follows: View[] = [{ epoch: 1, lineage: LINEAGE, primary: SELF, members: [SELF] }];
    const view: View = {
      epoch: 3,
      lineage: LINEAGE,
      primary: SELF,
      members: [SELF, OTHER],
      follows,
    };
    await book.update(PART, (state) => ({
      ...state,
      synced: true,
      promised: ballot,
      accepted: { ballot, view },
    }));
    expect(isDiskOfAnother(records, space, MOVED)).toBe(true);
    expect(await renameMembers(records, space, rename(SELF, MOVED))).toBeUndefined();
    expect(isDiskOfAnother(records, space, MOVED)).toBe(false);
    const again = new ViewBook(records, space, 'ba9876543210', MOVED);
    expect(again.disk).toBe(DISK);
    expect(again.at('5000').state).toMatchObject({
      view: { epoch: 2, primary: OTHER, members: [OTHER, MOVED] },
      promised: ballot,
      accepted: {
        view: { primary: MOVED, members: [MOVED, OTHER], follows: [{ primary: MOVED }] },
      },
    });
    expect(again.at('9000').state.view).toMatchObject({ primary: MOVED, members: [MOVED] });
  });

  it('does not let two members bear one name, and changes nothing then', async () => {
    const { book, records } = await bookOf();
    await tell(book, LINEAGE, 2);
    const before = records.getState('views');
    expect(await renameMembers(records, space, rename(SELF, OTHER))).toBe(OTHER.address);
    expect(records.getState('views')).toBe(before);
  });

  it('that has never been used names no members', async () => {
    const records = new MemoryRecordStore();
    await renameMembers(records, space, rename(SELF, MOVED));
    expect(records.getState('views')).toBeUndefined();
  });
});
