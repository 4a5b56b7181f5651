import { Bag, type Bagged } from './bag';
import { IdLists } from './id-lists';

interface Named extends Bagged {
  readonly name: string;
}

const item = (name: string): Named => ({ name, bagPlace: -1 });

describe('a bag', () => {
  it('has the items that were added and not removed, in any order', () => {
    const bag = new Bag<Named>();
    const [a, b, c, d] = ['a', 'b', 'c', 'd'].map(item) as [Named, Named, Named, Named];
    for (const one of [a, b, c, d]) bag.add(one);
    expect([bag.delete(b), bag.delete(d), bag.delete(b)]).toEqual([true, true, false]);
    expect(bag.size).toBe(2);
    expect(new Set(bag.all())).toEqual(new Set([a, c]));
    expect([bag.delete(a), bag.delete(c), bag.size]).toEqual([true, true, 0]);
    bag.add(b);
    expect(bag.all()).toEqual([b]);
  });
});

describe('lists by id', () => {
  it('tell ids apart that share a list', () => {
    const lists = new IdLists<{ keyId: string; name: string }>();
    const items = Array.from({ length: 2_000 }, (_, at) => ({
      keyId: at.toString(16).padStart(4, '0'),
      name: `${at}`,
    }));
    for (const one of items) lists.add(one);
    const found = items.map(({ keyId, name }) => lists.find(keyId, (one) => one.name === name));
    expect(found).toEqual(items);
    expect(lists.find('0001', ({ name }) => name === '2')).toBeUndefined();
    expect(items.slice(1).filter((one) => !lists.delete(one))).toEqual([]);
    expect(lists.delete(items[7] as { keyId: string; name: string })).toBe(false);
    expect(lists.all()).toEqual([items[0]]);
  });
});
