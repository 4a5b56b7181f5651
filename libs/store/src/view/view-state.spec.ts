import type { NodeRef } from '@chord-dht/chord';
import type { View } from './view';
import { activate, enrol, NO_VIEW } from './view-state';

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
