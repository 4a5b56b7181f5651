import { inRange } from '@chord-dht/chord';
import fc from 'fast-check';
import { OwnerCache } from './owner-cache';

const node = (id: string): { id: string; address: string } => ({ id, address: `${id}:1` });
const id = fc.integer({ min: 0, max: 15 }).map((number) => number.toString(16));

describe('the cache of owners', () => {
  it('finds the owner of every id of an arc, also across id 0, and of no other', () => {
    const cache = new OwnerCache(10);
    cache.learn(node('3'), 'c');
    for (const inside of 'def0123') expect(cache.find(inside)).toEqual(node('3'));
    for (const outside of '456789abc') expect(cache.find(outside)).toBeUndefined();
  });

  it('finds everything at the only owner of a ring', () => {
    const cache = new OwnerCache(10);
    cache.learn(node('3'), '3');
    for (const any of '0123456789abcdef') expect(cache.find(any)).toEqual(node('3'));
  });

  it('never names an owner whose arc does not hold the id, whatever it learnt and forgot', () => {
    const step = fc.record({ owner: id, fromId: id, forgets: fc.boolean() });
    fc.assert(
      fc.property(fc.array(step), id, (steps, keyId) => {
        const cache = new OwnerCache(4);
        const learnt = new Map<string, string>();
        for (const { owner, fromId, forgets } of steps) {
          if (forgets) cache.forget(owner);
          else cache.learn(node(owner), fromId);
          if (forgets) learnt.delete(owner);
          else learnt.set(owner, fromId);
        }
        const found = cache.find(keyId);
        if (found) expect(inRange(learnt.get(found.id)!, keyId, found.id)).toBe(true);
      }),
    );
  });

  it('keeps only the latest ones', () => {
    const cache = new OwnerCache(2);
    cache.learn(node('1'), '0');
    cache.learn(node('5'), '4');
    cache.learn(node('1'), '0');
    cache.learn(node('9'), '8');
    expect(cache.find('5')).toBeUndefined();
    expect(cache.find('1')).toEqual(node('1'));
    expect(cache.find('9')).toEqual(node('9'));
    cache.clear();
    expect(cache.find('9')).toBeUndefined();
  });
});
