import type { NodeRef } from '@chord-dht/chord';
import { lessonOf } from './learning';
import type { View } from './view';
import { activate, NO_VIEW } from './view-state';

const [OWN, OTHER] = ['0123456789abcdef', 'fedcba9876543210'] as const;
const NODE: NodeRef = { id: '80', address: 'a:1' };
const THIRD: NodeRef = { id: '40', address: 'b:1' };
const viewOf = (epoch: number, lineage: string = OWN): View => ({
  epoch,
  lineage,
  primary: NODE,
  members: [NODE],
});
const merger = (follows?: View[]): View => ({
  ...viewOf(9, OTHER),
  isMerger: true,
  ...(follows && { follows }),
});

describe('the part of a report that a node adopts', () => {
  const lesson = (mine: View, view: View, isMineSynced = false, isTheirsSynced = false) =>
    lessonOf(activate(NO_VIEW, mine, isMineSynced), activate(NO_VIEW, view, isTheirsSynced));

  it('is a later view of its lineage, and a merger that follows its view', () => {
    expect(lesson(viewOf(3), viewOf(4))).toBe('take');
    expect(lesson(viewOf(3), viewOf(3))).toBe('nothing');
    for (const epoch of [3, 4]) expect(lesson(viewOf(3), merger([viewOf(epoch)]))).toBe('take');
  });

  it('is nothing where it holds everything and the other does not', () => {
    for (const view of [viewOf(4), merger([viewOf(3)])]) {
      expect(lesson(viewOf(3), view, true)).toBe('nothing');
      expect(lesson(viewOf(3), view, true, true)).toBe('take');
    }
  });

  it('is not another view of another ring: that is merged', () => {
    // The second does not name what it follows, as in version 1: it may be of any ring.
    for (const view of [merger([viewOf(2)]), merger(), viewOf(9, OTHER)])
      expect(lesson(viewOf(3), view, false, true)).toBe('merge');
  });

  describe('of a first view', () => {
    const first = activate(NO_VIEW, viewOf(1), false);
    const later = activate(NO_VIEW, viewOf(9, OTHER), false);

    it('is what its node has now, once that can never have it there again', () => {
      expect(lessonOf(first, later, NODE)).toBe('take');
      // It may still give that up, and restore its own.
      const hearsay = activate(NO_VIEW, { ...viewOf(1, OTHER), primary: THIRD }, false);
      expect(lessonOf(first, hearsay, NODE)).toBe('nothing');
    });

    it('is nothing of it where another node reports, or this node counts or is enrolled', () => {
      expect(lessonOf(first, later, THIRD)).toBe('merge');
      expect(lessonOf(first, later)).toBe('merge');
      expect(lessonOf({ ...first, synced: true }, later, NODE)).toBe('merge');
      expect(lessonOf({ ...first, forgot: false }, later, NODE)).toBe('merge');
    });

    it('is nothing to merge where the other has nothing of it', () => {
      const mine = activate(NO_VIEW, viewOf(3, OTHER), true);
      expect(lessonOf(mine, first, THIRD)).toBe('nothing');
      expect(lessonOf(mine, { ...first, synced: true, forgot: false }, NODE)).toBe('merge');
    });
  });
});
