// The steps of the guided tour as tests: the expectations of each have to come true within its time.
import { testHost } from '../testing/node-host';
import { readRun } from './script';
import { isMet, TOUR } from './tour';
import { PlaygroundWorld } from './world';

describe('the guided tour', () => {
  it('has six steps', () => {
    expect(TOUR.map(({ name }) => name)).toEqual([
      'join',
      'fingers',
      'lookup',
      'crash',
      'stabilise',
      'replicate',
    ]);
  });

  it.each(TOUR.map((step) => [step.name, step] as const))('%s', async (_name, step) => {
    const world = new PlaygroundWorld(testHost, readRun(step.run));
    const lookEveryMs = 250;
    const open = () => step.expect.filter((expectation) => !isMet(world, expectation));
    // A lamp records only the violations that are seen while they last.
    for (let ms = lookEveryMs; ms <= step.withinMs; ms += lookEveryMs) {
      await world.advance((nextMs) => nextMs > ms);
      if (world.deedsToCome === 0 && open().length === 0) break;
    }
    expect(world.deedsToCome).toBe(0);
    expect(open().map(({ words }) => words)).toEqual([]);
    expect(world.cluster.defects).toEqual([]);
  });
});
