import type { NodeRef } from '@chord-dht/chord';
import { formerSelf, nameOfTwo, withNames } from './renamed';
import type { View } from './view';
import { activate, NO_VIEW, type ViewState } from './view-state';

const [A, B, A2, B2, C] = ['1000', '2000', '3000', '4000', '5000'].map((id) => ({
  id,
  address: `${id}:1`,
})) as [NodeRef, NodeRef, NodeRef, NodeRef, NodeRef];

function stateOf(members: readonly NodeRef[], epoch = 7, lineage = '0123456789abcdef'): ViewState {
  const view: View = { epoch, lineage, primary: members[0] as NodeRef, members };
  return activate(NO_VIEW, view, true);
}

describe('a member that reports under a new name', () => {
  it('is the one at its place of the very view', () => {
    expect(formerSelf(stateOf([A2, B]), stateOf([A, B2]), B2)).toBe(B);
    expect(formerSelf(stateOf([B, A2]), stateOf([B2, A]), B2)).toBe(B);
  });

  it.each<[string, ViewState, ViewState, NodeRef]>([
    ['of an earlier view', stateOf([A, B]), stateOf([A, B2], 6), B2],
    ['of a later view', stateOf([A, B]), stateOf([A, B2], 8), B2],
    ['of another lineage', stateOf([A, B]), stateOf([A, B2], 7, 'fedcba9876543210'), B2],
    ['where it is not synced', stateOf([A, B]), { ...stateOf([A, B2]), synced: false }, B2],
    ['where the view is served', { ...stateOf([A, B]), serving: true }, stateOf([A, B2]), B2],
    ['for another node', stateOf([A, B]), stateOf([A, B2]), C],
    ['by a name that is known here', stateOf([A, B]), stateOf([A, B]), B],
    ['by a name that another member has', stateOf([B2, B]), stateOf([A, B2]), B2],
    ['when the other is a member there still', stateOf([A, B, C]), stateOf([A, B2, B]), B2],
    ['when there are more of them', stateOf([A, B]), stateOf([A, B2, C]), B2],
    ['when no view is known here', NO_VIEW, stateOf([A, B2]), B2],
  ])('is not recognised %s', (_name, mine, theirs, sender) => {
    expect(formerSelf(mine, theirs, sender)).toBeUndefined();
  });

  it('has that name in all that is kept of the arc', () => {
    const ballot = { round: 1, node: A.id };
    const accepted = { ballot, view: { ...(stateOf([A, B, C]).view as View), epoch: 8 } };
    const now = withNames({ ...stateOf([A, B]), accepted }, (one) => (one === B ? B2 : one));
    expect(now.view?.members).toEqual([A, B2]);
    expect(now.accepted?.view.members).toEqual([A, B2, C]);
    expect(nameOfTwo(now)).toBeUndefined();
  });
});
