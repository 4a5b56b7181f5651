import type { NodeRef } from '@chord-dht/chord';
import type { View } from './view';
import { activate, enrol, isElsewhere, NO_VIEW, supersedes, type ViewState } from './view-state';

const [OWN, OTHER] = ['0123456789abcdef', 'fedcba9876543210'] as const;
const NODE: NodeRef = { id: '80', address: 'a:1' };
const viewOf = (epoch: number, lineage: string = OWN): View => ({
  epoch,
  lineage,
  primary: NODE,
  members: [NODE],
});

describe('a node that is to become a member of the next view', () => {
  it('has the present one from then on, and has forgotten nothing', () => {
    const state = enrol(NO_VIEW, viewOf(3));
    expect(state).toMatchObject({ view: viewOf(3), synced: false, forgot: false });
  });

  it('keeps a later view', () => {
    const state = activate(NO_VIEW, viewOf(5), true);
    expect(enrol(state, viewOf(3))).toBe(state);
  });

  it.each([OWN, OTHER])('keeps its view of another ring (%s)', (lineage) => {
    const state = activate(NO_VIEW, viewOf(3, lineage), true);
    const other = lineage === OWN ? OTHER : OWN;
    expect(enrol(state, viewOf(9, other))).toBe(state);
  });
});

describe('a node that receives a later view', () => {
  const first: ViewState = { ...activate(NO_VIEW, viewOf(1), true), forgot: true };
  const merger: View = { ...viewOf(2, OTHER), isMerger: true, follows: [viewOf(1)] };

  it('cannot have counted in one that follows the first view of its disk', () => {
    for (const view of [viewOf(2), merger]) expect(activate(first, view, false).forgot).toBe(false);
  });

  it('may have counted in any other on a disk that it has lost', () => {
    const told = { ...first, synced: false };
    const states = [activate(first, viewOf(2, OTHER), false), activate(told, merger, false)];
    for (const { forgot } of [...states, activate(NO_VIEW, merger, false)])
      expect(forgot).toBe(true);
  });
});

describe('a node with hearsay', () => {
  const [WITH, WITHOUT] = ['70', '90'].map((id): View => {
    const members = [
      { id: '10', address: 'b:1' },
      { ...NODE, id: id === '70' ? NODE.id : id },
    ];
    return { epoch: 2, lineage: OTHER, primary: members[0] as NodeRef, members };
  }) as [View, View];
  const told = activate(NO_VIEW, viewOf(1), false);

  it('gives it up for a view of which the first member has become a member', () => {
    expect(supersedes(WITH, told)).toBe(true);
    expect(enrol(told, WITH)).toMatchObject({ view: WITH, synced: false, forgot: false });
  });

  it('keeps it where that node is no member, where it may count itself, and where a successor is chosen', () => {
    const promised = { ...told, promised: { round: 1, node: '10' } };
    const kept = [enrol(NO_VIEW, viewOf(1)), activate(NO_VIEW, viewOf(1), true), promised];
    for (const state of kept)
      expect([supersedes(WITH, state), enrol(state, WITH)]).toEqual([false, state]);
    expect(supersedes(WITHOUT, told)).toBe(false);
    const later = activate(NO_VIEW, viewOf(2), false);
    expect(enrol(later, WITH)).toBe(later);
  });

  it('gives it up where it is to become a home replica: it has no records of it', () => {
    expect(enrol(told, WITHOUT)).toMatchObject({ view: WITHOUT, synced: false, forgot: false });
  });
});

describe('a node in another ring', () => {
  const basis = viewOf(9);
  const there = (epoch: number, more: Partial<ViewState> = {}): ViewState => {
    return { ...activate(NO_VIEW, viewOf(epoch, OTHER), true), ...more };
  };

  it('is there to stay, but for its own first view as long as no successor of it is chosen', () => {
    expect(isElsewhere(there(2), basis)).toBe(true);
    expect(isElsewhere(there(2, { synced: false }), basis)).toBe(true);
    expect(isElsewhere(there(1, { promised: { round: 1, node: '10' } }), basis)).toBe(true);
    expect(isElsewhere(there(1, { synced: false, forgot: false }), basis)).toBe(true);
    expect(isElsewhere(there(1), basis)).toBe(false);
    expect(isElsewhere(there(1, { synced: false, forgot: true }), basis)).toBe(false);
  });

  it('is not away where the view follows its own, which it does not know yet', () => {
    const merger = { ...basis, isMerger: true, follows: [viewOf(2, OTHER)] };
    expect(isElsewhere(there(2), merger)).toBe(false);
    expect(enrol(there(2), merger)).toMatchObject({ view: merger, synced: false, forgot: false });
    expect(isElsewhere(there(3), merger)).toBe(true);
    expect(enrol(there(3), merger)).toEqual(there(3));
  });

  it('is in no other ring where it has none, or a view of the same lineage', () => {
    for (const state of [NO_VIEW, activate(NO_VIEW, viewOf(3), true)])
      expect(isElsewhere(state, basis)).toBe(false);
  });
});
