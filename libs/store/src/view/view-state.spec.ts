import type { NodeRef } from '@chord-dht/chord';
import type { View } from './view';
import { activate, enrol, NO_VIEW, supersedes } from './view-state';

const [OWN, OTHER] = ['0123456789abcdef', 'fedcba9876543210'] as const;
const NODE: NodeRef = { id: '80', address: 'a:1' };
const viewOf = (epoch: number, lineage: string = OWN): View => ({
  epoch,
  lineage,
  primary: NODE,
  members: [NODE],
});

describe('a node that is to become a member of the next view', () => {
  it('knows of the present one from then on, and has forgotten nothing', () => {
    const state = enrol(NO_VIEW, viewOf(3));
    expect(state).toMatchObject({ view: viewOf(3), synced: false, forgot: false });
  });

  it('takes nothing back that it knows of a later one', () => {
    const state = activate(NO_VIEW, viewOf(5), true);
    expect(enrol(state, viewOf(3))).toBe(state);
  });

  it.each([OWN, OTHER])('keeps what it has of another ring (%s)', (lineage) => {
    const state = activate(NO_VIEW, viewOf(3, lineage), true);
    const other = lineage === OWN ? OTHER : OWN;
    expect(enrol(state, viewOf(9, other))).toBe(state);
  });
});

describe('a node that was told of the view that another began with', () => {
  const [WITH, WITHOUT] = ['70', '90'].map((id): View => {
    const members = [
      { id: '10', address: 'b:1' },
      { ...NODE, id: id === '70' ? NODE.id : id },
    ];
    return { epoch: 2, lineage: OTHER, primary: members[0] as NodeRef, members };
  }) as [View, View];
  const told = activate(NO_VIEW, viewOf(1), false);

  it('lets it go for a view of which that other has become a member', () => {
    expect(supersedes(WITH, told)).toBe(true);
    expect(enrol(told, WITH)).toMatchObject({ view: WITH, synced: false, forgot: false });
  });

  it('keeps it where that other is no member, where it may count itself, and where a successor is chosen', () => {
    const promised = { ...told, promised: { round: 1, node: '10' } };
    const kept = [enrol(NO_VIEW, viewOf(1)), activate(NO_VIEW, viewOf(1), true), promised];
    for (const state of kept)
      expect([supersedes(WITH, state), enrol(state, WITH)]).toEqual([false, state]);
    expect([supersedes(WITHOUT, told), enrol(told, WITHOUT)]).toEqual([false, told]);
    const later = activate(NO_VIEW, viewOf(2), false);
    expect(enrol(later, WITH)).toBe(later);
  });
});
