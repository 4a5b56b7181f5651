import { Emitter, type RingEvent } from '../base/events';
import { IdSpace } from '../id/id-space';
import type { LookupResult } from '../lookup/lookup-result';
import type { MemberContext } from '../context/member-context';
import type { NodeRef } from '../id/node-ref';
import { RingState } from '../ring/ring-state';
import { FingerFixer } from './fix-fingers';

const [SELF, NEXT, FINGER] = ['00', '04', '10'].map((id) => ({ id, address: `${id}:1` })) as [
  NodeRef,
  NodeRef,
  NodeRef,
];
const ROUNDS_MAX = 100;

/** Throws after many reads, so that an endless pass fails this test instead of hanging it. */
function countedState(space: IdSpace): RingState {
  const state = new RingState(SELF, space, new Emitter<RingEvent>(() => undefined));
  let rounds = 0;
  return new Proxy(state, {
    get: (target, name) => {
      if (name === 'successor' && (rounds += 1) > ROUNDS_MAX) throw new Error('It does not end.');
      return Reflect.get(target, name) as unknown;
    },
    set: (target, name, value) => Reflect.set(target, name, value),
  });
}

describe('one pass over all fingers', () => {
  it.each<[string, readonly NodeRef[]]>([
    ['is alone again', []],
    // All finger starts lie at or before it.
    ['has its successor right before it', [{ id: 'ff', address: 'ff:1' }]],
  ])('ends when the node %s in the middle of it', async (_what, successors) => {
    const space = new IdSpace(8);
    const state = countedState(space);
    state.successors = [NEXT];
    const context = {
      state,
      space,
      self: SELF,
      clock: { nowMs: () => 0 },
      events: { emit: () => 0 },
    };
    const fixer = new FingerFixer(context as unknown as MemberContext, async () => {
      state.successors = successors;
      return { owner: FINGER } as LookupResult;
    });
    await fixer.fillAll();
    expect(state.successors).toBe(successors);
  });
});
