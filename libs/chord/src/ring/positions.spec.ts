import fc from 'fast-check';
import { isArtificial, NO_ADDRESS, type NodeRef } from '../id/node-ref';
import { hostOf, nextToLeave, onDistinctHosts, positionsOf } from './positions';
import { listBehind } from './successor-list';

const node = (address: string, id = 0): NodeRef => ({
  id: id.toString(16).padStart(4, '0'),
  address,
});

/** A ring of some hosts with some positions each, clockwise, in any order. */
const anyRing = fc
  .array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 8 })
  .chain((sizes) => {
    const names = sizes.flatMap((size, host) => positionsOf(`host-${host}:1`, size));
    return fc.shuffledSubarray(names, { minLength: names.length });
  })
  .map((names) => names.map((name, place) => node(name, place + 1)));

const behind = (ring: readonly NodeRef[], place: number): NodeRef[] => [
  ...ring.slice(place + 1),
  ...ring.slice(0, place),
];
const hostsOf = (nodes: readonly NodeRef[]): string[] =>
  nodes.map(({ address }) => hostOf(address));

describe('the positions of a host', () => {
  it('begin with its own name, so that its id stays what it is', () => {
    expect(positionsOf('localhost:5000', 3)).toEqual([
      'localhost:5000',
      'localhost:5000#1',
      'localhost:5000#2',
    ]);
    expect(positionsOf('[::1]:5000', 4).map(hostOf)).toEqual(Array(4).fill('[::1]:5000'));
  });
});

describe('the position that leaves first', () => {
  const leaving = (self: string, successor: string) => ({
    self: node(self),
    successor: node(successor),
  });
  const [first, second, third] = [
    leaving('a:1', 'b:1'),
    leaving('a:1#1', 'a:1#2'),
    leaving('a:1#2', 'c:1'),
  ];

  it('is one whose heir stays, and the first of the host as the last of all', () => {
    expect(nextToLeave([first, second, third])).toBe(third);
    expect(nextToLeave([first, second])).toBe(second);
    expect(nextToLeave([first])).toBe(first);
  });
});

describe('nodes on distinct hosts', () => {
  it('are the first of each host, in order, as many as are asked for and there are', () => {
    fc.assert(
      fc.property(anyRing, fc.integer({ min: 1, max: 9 }), (ring, count) => {
        const chosen = onDistinctHosts(ring, count);
        const hosts = hostsOf(chosen);
        expect(new Set(hosts).size).toBe(hosts.length);
        expect(hosts).toEqual([...new Set(hostsOf(ring))].slice(0, count));
        expect(chosen).toEqual(
          hosts.map((host) => ring.find(({ address }) => hostOf(address) === host)),
        );
      }),
    );
  });

  it('do not include padding', () => {
    const padding = node(NO_ADDRESS, 2);
    expect(isArtificial(padding)).toBe(true);
    expect(onDistinctHosts([padding, node('a:1', 3), padding], 2)).toEqual([node('a:1', 3)]);
  });
});

describe('a successor list that has to name enough hosts', () => {
  it('does so when that of the successor does, and is not longer than it must be', () => {
    fc.assert(
      fc.property(
        anyRing,
        fc.integer({ min: 1, max: 6 }),
        fc.integer({ min: 1, max: 4 }),
        (ring, lengthMax, hostsMin) => {
          // Derives each list from that of its successor, round and round, until all are in their final form.
          let lists: NodeRef[][] = ring.map((_, place) => behind(ring, place).slice(0, 1));
          for (let round = 0; round < 2 * ring.length; round += 1) {
            lists = lists.map((_, place) => {
              const next = (place + 1) % ring.length;
              if (ring.length === 1) return [];
              return listBehind(ring[place]!, ring[next]!, lists[next]!, lengthMax, hostsMin);
            });
          }
          lists.forEach((list, place) => {
            const others = behind(ring, place);
            expect(list).toEqual(others.slice(0, list.length));
            const foreign = (nodes: readonly NodeRef[]): number =>
              new Set(hostsOf(nodes).filter((host) => host !== hostOf(ring[place]!.address))).size;
            expect(foreign(list)).toBeGreaterThanOrEqual(Math.min(hostsMin, foreign(others)));
            expect(list.length).toBeGreaterThanOrEqual(Math.min(lengthMax, others.length));
            const shorter = list.slice(0, -1);
            expect(shorter.length < lengthMax || foreign(shorter) < hostsMin).toBe(true);
          });
        },
      ),
    );
  });
});
