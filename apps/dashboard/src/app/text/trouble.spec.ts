import type { RingDto } from '@chord-dht/api-client';
import { membersOf, unreadArcs } from '../data/ring-picture';
import { troubleOf } from './trouble';

const node = (id: string, position: number) => ({
  id,
  printedId: id,
  address: `localhost:${id}`,
  position,
});
const member = (id: string, position: number, state = 'member') => ({
  node: node(id, position),
  state,
});

function ringWith(parts: object): RingDto {
  const members = [member('5000', 0.5), member('5001', 0.75), member('5002', 0.25, 'unreachable')];
  return {
    self: node('5000', 0.5),
    members,
    unserved: [],
    lost: [],
    health: { nextStep: 'Start localhost:5008 or localhost:5009 again.' },
    ...parts,
  } as unknown as RingDto;
}

const arc = {
  from: '5000',
  to: '5001',
  share: 0.25,
  keys: 24,
  members: ['localhost:5008', 'localhost:5001', 'localhost:5009'],
};

describe('keys that cannot be read', () => {
  it('are counted, with their home replicas and the remedy', () => {
    expect(troubleOf(ringWith({ unserved: [arc] }))).toEqual({
      headline: 'About 24 keys cannot be read: 25 % of the ring has lost too many copies.',
      arcs: [
        {
          id: '5001',
          what: 'About 24 keys of localhost:5001: 25 % of the ring, from 5000 to 5001',
          homes: [
            { address: 'localhost:5008', isThere: false },
            { address: 'localhost:5001', isThere: true },
            { address: 'localhost:5009', isThere: false },
          ],
        },
      ],
      missing: ['localhost:5008', 'localhost:5009'],
      cure: 'Start localhost:5008 or localhost:5009 again.',
    });
    expect(troubleOf(ringWith({ unserved: [{ ...arc, keys: 1 }] }))?.headline).toMatch(
      /^About 1 key /,
    );
    const lost = [{ node: node('5009', 0.9), reason: 'silent', ageMs: 1 }];
    const ofLost = ringWith({ lost, unserved: [{ ...arc, to: '5009' }] });
    expect(troubleOf(ofLost)?.arcs[0]?.what).toContain('keys of localhost:5009');
    expect(unreadArcs(ofLost)).toEqual([{ from: 0.9 - 0.25, to: 0.9 }]);
    expect(troubleOf(ringWith({}))).toBeNull();
  });

  it('are a stretch of the picture', () => {
    expect(unreadArcs(ringWith({ unserved: [arc] }))).toEqual([{ from: 0.5, to: 0.75 }]);
  });
});

describe('a member that is missed', () => {
  it('stands in its place, with the time of its loss', () => {
    const lost = [{ node: node('5009', 0.9), reason: 'silent', ageMs: 125_000 }];
    expect(
      membersOf(ringWith({ lost })).map((one) => [one.node.printedId, one.state, one.note]),
    ).toEqual([
      ['5000', 'member', undefined],
      ['5001', 'member', undefined],
      ['5009', 'lost', 'lost 2 min ago'],
      ['5002', 'unreachable', undefined],
    ]);
  });
});
