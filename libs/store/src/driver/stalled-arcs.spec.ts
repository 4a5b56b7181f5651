import type { View } from '../view/view';
import { StalledArcs } from './stalled-arcs';

const clock = { ms: 0, nowMs: () => clock.ms };
const primary = { id: '01', address: 'node-1:1' };
const viewOf = (epoch: number): View => ({
  ...{ epoch, lineage: '0', primary, members: [primary] },
});
const arc = { fromId: '00', toId: '80' };

/** Whether the arc counts as stalled at the end of a time in which its changes were superseded every second. */
function noteFor(stalled: StalledArcs, seconds: number, view = viewOf(1)): boolean {
  let isStalled = false;
  for (let second = 0; second <= seconds; second += 1) {
    isStalled = stalled.note(arc, view);
    clock.ms += 1_000;
  }
  return isStalled;
}

describe('an arc whose changes are superseded', () => {
  it('is stalled after ten seconds, and not before', () => {
    expect(noteFor(new StalledArcs(clock), 9)).toBe(false);
    expect(noteFor(new StalledArcs(clock), 10)).toBe(true);
  });

  it('begins anew with a later view, and when a view has begun', () => {
    const stalled = new StalledArcs(clock);
    noteFor(stalled, 10);
    expect(noteFor(stalled, 9, viewOf(2))).toBe(false);
    stalled.clear(arc);
    expect(noteFor(stalled, 9, viewOf(2))).toBe(false);
  });

  it('begins anew after a time in which no change was superseded', () => {
    const stalled = new StalledArcs(clock);
    noteFor(stalled, 10);
    clock.ms += 60_000;
    expect(noteFor(stalled, 9)).toBe(false);
  });

  it('says nothing of others', () => {
    const stalled = new StalledArcs(clock);
    noteFor(stalled, 10);
    expect(stalled.note({ fromId: '80', toId: 'c0' }, viewOf(1))).toBe(false);
  });
});
