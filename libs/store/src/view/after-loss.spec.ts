import { afterLoss } from './after-loss';
import type { View } from './view';
import { NO_VIEW, type ViewState } from './view-state';

const node = (name: string): { id: string; address: string } => ({
  id: name,
  address: `${name}:1`,
});
const [a, b, c, d] = [node('a'), node('b'), node('c'), node('d')];
const loss = {
  ...{ self: a, isOwner: false, chance: '8000000000000000' },
  isLost: ({ id }: { id: string }) => id === 'b' || id === 'c',
};
const stateOf = (...members: (typeof a)[]): ViewState => ({
  ...{ ...NO_VIEW, synced: true, forgot: false, promised: { round: 3, node: 'b' } },
  view: { epoch: 7, lineage: '0'.repeat(16), primary: members[0] as typeof a, members },
});
const alone = (epoch: number, lineage: string): ViewState => ({
  ...{ ...NO_VIEW, synced: true, forgot: false },
  view: { epoch, lineage, primary: a, members: [a] },
});
/** 2^47 + 1 behind the former one. */
const NEXT = '0000800000000001';

it('a member that is left goes on in a lineage of its own, bound by nothing, and does not serve yet', () => {
  expect(afterLoss(stateOf(b, c, a), loss)).toEqual(alone(8, NEXT));
  expect(afterLoss(stateOf(b, a, d), { ...loss, isOwner: true })).toEqual(alone(8, NEXT));
});

it('a view that names no lost node stays as it is', () => {
  const state = stateOf(a, d);
  expect(afterLoss(state, loss)).toBe(state);
});

it('other nodes forget the view, the owner too where a member is left', () => {
  for (const isOwner of [false, true])
    expect(afterLoss(stateOf(b, c, d), { ...loss, isOwner })).toBe(NO_VIEW);
  expect(afterLoss(stateOf(b, c), loss)).toBe(NO_VIEW);
});

it('where no member is left, or none was ever known, the owner begins anew', () => {
  expect(afterLoss(stateOf(b, c), { ...loss, isOwner: true })).toEqual(alone(8, NEXT));
  expect(afterLoss(NO_VIEW, { ...loss, isOwner: true })).toEqual(alone(2, loss.chance));
  expect(afterLoss(NO_VIEW, loss)).toBe(NO_VIEW);
});

it('the lineage is greater than the former one, so that this merges into it, as long as there are greater ones', () => {
  const of = (lineage: string): string | undefined => {
    const state = stateOf(a, b);
    const view = { ...(state.view as View), lineage };
    return afterLoss({ ...state, view }, loss).view?.lineage;
  };
  expect(of('7fffffffffffffff')).toBe('8000800000000000');
  expect(of('ffffffffffffffff')).toBe(loss.chance);
});
