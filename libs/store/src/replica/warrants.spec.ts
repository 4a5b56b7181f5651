import { IdSpace, type NodeRef } from '@chord-dht/chord';
import { MemoryRecordStore } from '../arc/memory-record-store';
import type { View } from '../view/view';
import { ViewBook } from '../view/view-book';
import { activate, NO_VIEW, promise } from '../view/view-state';
import { requireWarrant } from './warrants';

const LINEAGE = '0123456789abcdef';
const [P, A, B] = ['2000', '4000', '8000'].map((id) => ({ id, address: `${id}:1` })) as [
  NodeRef,
  NodeRef,
  NodeRef,
];
const viewOf = (epoch: number): View => ({
  epoch,
  lineage: LINEAGE,
  primary: P,
  members: [P, A, B],
});
const ARC = { fromId: '0000', toId: '0000' };
const POSITION = { keyId: '1000', key: 'key' };
const ballotOf = (round: number) => ({ round, node: A.id });
const change = (epoch: number, round: number) => ({
  bases: [{ epoch, lineage: LINEAGE }],
  ballot: ballotOf(round),
});

/** A member of view 5, which has promised a ballot of round 7. */
async function sealed(): Promise<ViewBook> {
  const book = new ViewBook(new MemoryRecordStore(), new IdSpace(16), '0123456789ab', B);
  const state = promise(activate(NO_VIEW, viewOf(5), true), ballotOf(7))!;
  await book.update(ARC, () => state);
  return book;
}

describe('records that are sent for a change of views', () => {
  it.each([
    ['its own', change(5, 7), undefined],
    ['that has been outbid', change(5, 6), 'SEALED'],
    ['with a higher ballot', change(5, 8), undefined],
    ['of an earlier view, which is over', change(4, 9), 'SEALED'],
    ['of a later view than is known here', change(6, 1), undefined],
  ])('come to a member that has promised for one %s', async (_, under, code) => {
    const book = await sealed();
    const taking = (): void => requireWarrant({ book }, POSITION, under, A);
    if (code) expect(taking).toThrow(expect.objectContaining({ code }) as Error);
    else expect(taking).not.toThrow();
  });

  it('stay out when they arrive after the member has gone on to the next view', async () => {
    const book = await sealed();
    await book.update(ARC, (state) => activate(state, viewOf(6), true));
    expect(() => requireWarrant({ book }, POSITION, change(5, 7), A)).toThrow(
      expect.objectContaining({ code: 'SEALED' }) as Error,
    );
  });
});

describe('records that are sent under a view', () => {
  it.each([
    ['the primary, to one that counts', P, true, undefined],
    ['another member, to one that counts', A, true, 'REFUSED'],
    ['another member, to one that does not count yet', A, false, undefined],
  ])('come from %s', async (_, from, synced, code) => {
    const book = await sealed();
    await book.update(ARC, (state) => activate(state, viewOf(6), synced));
    const under = { view: { epoch: 6, lineage: LINEAGE } };
    const taking = (): void => requireWarrant({ book }, POSITION, under, from);
    if (code) expect(taking).toThrow(expect.objectContaining({ code }) as Error);
    else expect(taking).not.toThrow();
  });
});
