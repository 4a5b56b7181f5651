// Histories that random runs have found, one by one.
import { testHost } from '../testing/node-host';
import { drawAnyPlan, runAnyPlan } from './any-plan';
import type { ValuePlan } from './value-plan';

describe('random runs', () => {
  // Each of these once failed: a stale write that overtook a later one, a view that no other node learnt of, a
  // forgotten copy, a disk lost before the third home replica was up to date, one of two disks, an unnoticed loss, a
  // new node that its neighbour took for another ring.
  it.each([293, 158, 282, 55, 83, 297, 82])(
    'hold where they did not before (values, seed %i)',
    async (seed) => {
      const { failure } = await runAnyPlan(testHost, drawAnyPlan(seed, 'values'));
      expect(failure).toBeUndefined();
    },
  );

  // A primary that slept; a node with an empty disk that received a view before it had joined; a home replica that was
  // absent when its view was chosen.
  it.each([12, 46, 161, 99, 130, 403])(
    'hold where processes sleep (sleep, seed %i)',
    async (seed) => {
      const { failure } = await runAnyPlan(testHost, drawAnyPlan(seed, 'sleep'));
      expect(failure).toBeUndefined();
    },
  );

  // The first ones; a host that died while it left; one that was gone when it became a home replica; one that saw only
  // its own positions; a duplicated message; a read beside a write; a view that never began; a position that is absent
  // though its host is present.
  it.each([1, 2, 3, 70, 118, 82, 146, 132, 521, 768])(
    'hold where hosts have several positions (positions, seed %i)',
    async (seed) => {
      const plan = drawAnyPlan(seed, 'positions');
      expect((plan as ValuePlan).virtualNodes).toBeGreaterThan(1);
      expect((await runAnyPlan(testHost, plan)).failure).toBeUndefined();
    },
  );
});
