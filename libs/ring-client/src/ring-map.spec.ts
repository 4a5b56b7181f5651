import { joined, type NodeRef } from '@chord-dht/chord';
import { writeNeighbours } from '@chord-dht/store/wire';
import { RingMap } from './ring-map';
import { hasher, nodeAt, space } from './testing/scripted-ring';

const byId = (addresses: readonly string[]): NodeRef[] =>
  addresses.map(nodeAt).sort((a, b) => (a.id < b.id ? -1 : 1));

describe('the map of a ring', () => {
  const map = (): RingMap => {
    const ring = new RingMap(hasher);
    ring.take({ bits: 32, hash: hasher.name });
    return ring;
  };
  const tell = (ring: RingMap, nodes: readonly NodeRef[], at = 0, ringMs = 1): NodeRef[] => {
    const around = [...nodes.slice(at), ...nodes.slice(0, at)];
    const [self, ...successors] = around as [NodeRef, ...NodeRef[]];
    const predecessor = successors.at(-1) ?? null;
    return ring.learnNeighbours(joined(writeNeighbours({ self, predecessor, successors, ringMs })));
  };
  const ownerBy = (nodes: readonly NodeRef[], id: string): string =>
    (nodes.find((node) => node.id >= id) ?? (nodes[0] as NodeRef)).address;

  it('has the owner of every key once one member has named all', () => {
    const ring = map();
    const nodes = byId(['a:1', 'b:1', 'c:1', 'd:1', 'e:1']);
    for (let at = 0; at < nodes.length; at += 1) {
      expect(
        tell(ring, nodes, at)
          .map(({ address }) => address)
          .sort(),
      ).toEqual(nodes.map(({ address }) => address).sort());
      for (let key = 0; key < 200; key += 1) {
        const id = ring.keyId(`key ${key}`);
        expect(ring.ownerOf(id)?.address).toBe(ownerBy(nodes, id));
      }
    }
  });

  it('follows members that come and go', () => {
    const ring = map();
    const all = byId(['a:1', 'b:1', 'c:1', 'd:1']);
    const without = all.slice(1);
    tell(ring, without);
    tell(ring, all, 2);
    const ids = Array.from({ length: 200 }, (_, key) => ring.keyId(`key ${key}`));
    for (const id of ids) expect(ring.ownerOf(id)?.address).toBe(ownerBy(all, id));
    ring.forget(all[0] as NodeRef);
    for (const id of ids) {
      const known = ring.ownerOf(id)?.address;
      expect(known === undefined ? all[0]?.address : known).toBe(ownerBy(all, id));
    }
    tell(ring, without);
    for (const id of ids) expect(ring.ownerOf(id)?.address).toBe(ownerBy(without, id));
  });

  it('takes a member that is alone for the owner of everything', () => {
    const ring = map();
    const self = nodeAt('a:1');
    tell(ring, [self]);
    expect(ring.ownerOf(ring.keyId('any'))?.address).toBe('a:1');
  });

  it('rejects impossible statements of a member', () => {
    const ring = map();
    const say = (text: string): unknown => ring.learnNeighbours(new TextEncoder().encode(text));
    expect(() => say('no JSON')).toThrow(/did not answer/);
    expect(say('{}')).toEqual([]);
    const { id } = nodeAt('a:1');
    expect(say(JSON.stringify({ self: { id, address: 'http://x/' }, successors: 7 }))).toEqual([]);
    expect(say(JSON.stringify({ self: { id: 'x', address: 'a:1' }, ringMs: 'x' }))).toEqual([]);
    expect(ring.ownerOf(ring.keyId('any'))).toBeUndefined();
    expect(ring.ringMs).toBe(0);
  });

  it('takes the latest time that a member has named', () => {
    const ring = map();
    const nodes = byId(['a:1', 'b:1']);
    tell(ring, nodes, 0, 50);
    tell(ring, nodes, 1, 40);
    expect(ring.ringMs).toBe(50);
  });

  it('is of one ring, with the hash that it was given', () => {
    expect(() => map().take({ bits: 16, hash: hasher.name })).toThrow(/two rings/);
    expect(() => new RingMap(hasher).take({ bits: 32, hash: 'sha-9' })).toThrow(/sha-9/);
    expect(space.bits).toBe(32);
  });
});
