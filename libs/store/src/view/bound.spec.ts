import type { NodeRef } from '@chord-dht/chord';
import { boundBy } from './bound';
import type { Seal } from './seal';
import type { View } from './view';

const [LESSER, GREATER] = ['0123456789abcdef', 'fedcba9876543210'] as const;
const P: NodeRef = { id: '80', address: 'a:1' };
const viewOf = (lineage: string, epoch: number, follows?: View[]): View => ({
  epoch,
  lineage,
  primary: P,
  members: [P],
  ...(follows ? { isMerger: true, follows } : {}),
});
/**
 * A seal where one member has accepted a view under a ballot of this round, and one has gone over to another lineage.
 */
const sealOf = (accepted?: [View, number], merged: View[] = []): Seal => ({
  givers: [P],
  whole: [],
  voters: [],
  needed: 1,
  promises: [
    {
      kind: 'promised',
      synced: true,
      forgot: false,
      disk: null,
      accepted: accepted ? { view: accepted[0], ballot: { round: accepted[1], node: P.id } } : null,
    },
  ],
  merged,
});

describe('the view that binds a proposer', () => {
  const [x5, y3] = [viewOf(LESSER, 5), viewOf(GREATER, 3)];
  const x6 = viewOf(LESSER, 6);
  const merger = viewOf(GREATER, 6, [x5, y3]);

  it('does not exist when nothing was accepted', () => {
    expect(boundBy([x5, y3], [sealOf(), sealOf()])).toBeNull();
  });

  it('is the successor of the one basis', () => {
    expect(boundBy([x5], [sealOf([x6, 1])])).toEqual({ view: x6, bases: [x5], missing: [] });
  });

  it('is for the basis that it follows, whatever else is sealed', () => {
    for (const order of [
      [x5, y3],
      [y3, x5],
    ]) {
      const seals = order.map((basis) => (basis === x5 ? sealOf([x6, 1]) : sealOf()));
      expect(boundBy(order, seals)).toEqual({ view: x6, bases: [x5], missing: [] });
    }
  });

  it('is not begun without the other ring', () => {
    const found = boundBy([x5], [sealOf([merger, 1])]);
    expect(found).toEqual({ view: merger, bases: [x5], missing: [y3] });
  });

  it('is a merger that both may have chosen', () => {
    const seals = [sealOf([merger, 1]), sealOf([merger, 1])];
    expect(boundBy([x5, y3], seals)).toEqual({ view: merger, bases: [x5, y3], missing: [] });
  });

  it('is a merger too when one has gone over to it', () => {
    const seals = [sealOf([merger, 1]), sealOf(undefined, [merger])];
    expect(boundBy([x5, y3], seals)).toMatchObject({ view: merger, bases: [x5, y3] });
  });

  it('is one too where the other ring has gone over before it, to its lineage or to another view that it follows', () => {
    expect(boundBy([y3, x5], [sealOf([merger, 1]), sealOf(undefined, [y3])])?.view).toEqual(merger);
    const z4 = viewOf('8'.repeat(16), 4);
    const ofThree = viewOf(GREATER, 6, [x5, y3, z4]);
    const seals = [sealOf([ofThree, 1]), sealOf(undefined, [z4]), sealOf([ofThree, 1])];
    const bases = [y3, x5, z4];
    expect(boundBy(bases, seals)).toEqual({ view: ofThree, bases, missing: [] });
  });

  it.each<[string, [View, number] | undefined]>([
    ['accepted nothing', undefined],
    ['accepted another', [viewOf(GREATER, 4), 2]],
  ])('is no merger that was not chosen where the other ring has %s', (_, accepted) => {
    const found = boundBy([x5, y3], [sealOf([merger, 1]), sealOf(accepted)]);
    expect(found?.view).not.toEqual(merger);
    expect(found?.bases ?? []).toEqual(accepted ? [y3] : []);
  });

  it('is no merger that the other ring has passed', () => {
    const y7 = viewOf(GREATER, 7);
    expect(boundBy([x5, y7], [sealOf([merger, 1]), sealOf()])).toBeNull();
  });

  it('comes from the first basis when there are several', () => {
    const [x, y] = [sealOf([x6, 1]), sealOf([viewOf(GREATER, 4), 2])];
    expect(boundBy([x5, y3], [x, y])?.view).toEqual(x6);
  });
});
