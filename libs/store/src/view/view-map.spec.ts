import fc from 'fast-check';
import type { Arc } from '../record/position';
import { inRange } from '@chord-dht/chord';
import { ViewMap } from './view-map';
import { NO_VIEW, type ViewState } from './view-state';

const ids = Array.from({ length: 16 }, (_, number) => number.toString(16));
const anId = fc.constantFrom(...ids);
const anArc = fc.record({ fromId: anId, toId: anId });

/** A state that is identified by its epoch alone. */
const stateOf = (epoch: number): ViewState => ({
  ...NO_VIEW,
  view: { epoch, lineage: 'x', primary: { id: '0', address: 'a:1' }, members: [] },
});

describe('the map of views', () => {
  it('has the same state for every id as a table of all ids', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(anArc, fc.integer({ min: 1, max: 4 })), { maxLength: 12 }),
        (changes) => {
          const map = new ViewMap();
          const table = new Map<string, number>(ids.map((id) => [id, 0]));
          for (const [arc, epoch] of changes) {
            map.update(arc, () => stateOf(epoch));
            for (const id of ids) if (inRange(arc.fromId, id, arc.toId)) table.set(id, epoch);
          }
          for (const id of ids) expect(map.at(id).state.view?.epoch ?? 0).toBe(table.get(id));
        },
      ),
    );
  });

  it('cuts an arc into parts that cover it exactly once, each with one state', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(anArc, fc.integer({ min: 1, max: 3 })), { maxLength: 8 }),
        anArc,
        (changes, arc: Arc) => {
          const map = new ViewMap();
          for (const [changed, epoch] of changes) map.update(changed, () => stateOf(epoch));
          const parts = map.within(arc);
          for (const id of ids) {
            const holding = parts.filter((part) => inRange(part.arc.fromId, id, part.arc.toId));
            expect(holding).toHaveLength(inRange(arc.fromId, id, arc.toId) ? 1 : 0);
            for (const part of holding) expect(part.state).toEqual(map.at(id).state);
          }
        },
      ),
    );
  });

  it('puts neighbours of one state together', () => {
    const map = new ViewMap();
    map.update({ fromId: '0', toId: '8' }, () => stateOf(1));
    map.update({ fromId: '8', toId: '0' }, () => stateOf(1));
    expect(map.all()).toHaveLength(1);
    map.update({ fromId: '2', toId: '4' }, () => stateOf(2));
    expect(map.all()).toHaveLength(2);
    expect(new ViewMap(map.entries()).all()).toEqual(map.all());
  });
});
