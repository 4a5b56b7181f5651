import fc from 'fast-check';
import { compareUtf8 } from './base/utf8';
import { StoreRing } from './testing/store-ring';

const bytes = (text: string): Uint8Array => Uint8Array.from(text, (letter) => letter.charCodeAt(0));
const names = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => `node-${index}:1`);

interface Listed {
  readonly keys: string[];
  readonly prefixes: string[];
}

/** All pages, each requested from another member. */
async function listAll(
  ring: StoreRing,
  options: { prefix?: string; delimiter?: string; after?: string; limit: number },
  between: (page: number) => Promise<void> = async () => undefined,
): Promise<Listed> {
  const all: Listed = { keys: [], prefixes: [] };
  let cursor: string | undefined;
  let pages = 0;
  do {
    const stores = [...ring.members.values()];
    const { store } = stores[pages % stores.length]!;
    const { after, ...rest } = options;
    const place = cursor === undefined ? { after } : { cursor };
    const page = await ring.clock.until(store.list({ ...rest, ...place }));
    expect(page.missing).toEqual([]);
    expect(page.keys.length + page.prefixes.length).toBeLessThanOrEqual(options.limit);
    all.keys.push(...page.keys.map(({ key }) => key));
    all.prefixes.push(...page.prefixes);
    cursor = page.cursor;
    pages += 1;
    await between(pages);
  } while (cursor !== undefined);
  return all;
}

/** The expected listing of these names. */
function expected(keys: readonly string[], prefix: string, delimiter?: string): Listed {
  const sorted = keys.filter((key) => key.startsWith(prefix)).sort(compareUtf8);
  const level = (key: string): string | undefined => {
    const at = delimiter === undefined ? -1 : key.indexOf(delimiter, prefix.length);
    return at < 0 ? undefined : key.slice(0, at + delimiter!.length);
  };
  return {
    keys: sorted.filter((key) => level(key) === undefined),
    prefixes: [...new Set(sorted.flatMap((key) => level(key) ?? []))],
  };
}

describe('a listing of the whole ring', () => {
  let ring: StoreRing;

  beforeEach(() => {
    ring = new StoreRing({ seed: 11, store: { caretakeMs: 200 } });
  });

  it('gives one level of a hierarchy, whatever the names, the delimiter and the pages are', async () => {
    await ring.grow(names(5));
    await ring.untilSettled(60_000);
    const part = fc.constantFrom('a', 'b', 'ü', '\uffff', '\u{1f600}', '/', '//', ' ');
    const key = fc.array(part, { minLength: 1, maxLength: 5 }).map((parts) => parts.join(''));
    let turn = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(key, { maxLength: 30 }),
        fc.constantFrom('', 'a', 'a/', '/', 'b'),
        fc.constantFrom(undefined, '/', '//', 'ü'),
        fc.integer({ min: 1, max: 7 }),
        async (keys, rest, delimiter, limit) => {
          turn += 1;
          const own = keys.map((text) => `${turn}:${text}`);
          const stores = [...ring.members.values()];
          await ring.clock.until(
            Promise.all(own.map((text, index) => stores[index % 5]!.store.put(text, bytes('v')))),
          );
          const prefix = `${turn}:${rest}`;
          const listed = await listAll(ring, {
            prefix,
            limit,
            ...(delimiter === undefined ? {} : { delimiter }),
          });
          expect(listed).toEqual(expected(own, prefix, delimiter));
        },
      ),
      { numRuns: 25 },
    );
  });

  it('begins behind a name that need not be there', async () => {
    await ring.grow(names(3));
    for (const key of ['a', 'c', 'e'])
      await ring.clock.until(ring.store('node-0:1').put(key, bytes('v')));
    expect((await listAll(ring, { after: 'b', limit: 2 })).keys).toEqual(['c', 'e']);
    expect((await listAll(ring, { after: 'c', limit: 2 })).keys).toEqual(['e']);
  });

  it('has every key that is not written exactly once, while others are written and members come and go', async () => {
    await ring.grow(names(4));
    await ring.untilSettled(60_000);
    const stay = Array.from({ length: 300 }, (_, index) => `s/${index}`);
    const store = (): ReturnType<typeof ring.store> => [...ring.members.values()][0]!.store;
    await ring.clock.until(Promise.all(stay.map((key) => store().put(key, bytes('v')))));
    let written = 0;
    const { keys } = await listAll(ring, { limit: 20 }, async (page) => {
      const puts = Array.from({ length: 10 }, () => store().put(`s/${written++}/new`, bytes('v')));
      await ring.clock.until(Promise.all(puts));
      await ring.clock.until(store().remove(`s/${written - 5}/new`));
      if (page === 3) await ring.grow(['node-4:1'], 'node-0:1');
      if (page === 6) await ring.clock.until(ring.leave('node-2:1'));
      if (page === 9) ring.crash('node-1:1');
      if (page === 9) await ring.clock.advance(3_000);
    });
    expect(written).toBeGreaterThanOrEqual(150);
    expect([...keys].sort(compareUtf8)).toEqual(keys);
    expect(new Set(keys).size).toBe(keys.length);
    expect(keys.filter((key) => !key.endsWith('new'))).toEqual([...stay].sort());
  });

  it('names the missing ids when a majority of their home replicas is gone, and returns the other keys', async () => {
    await ring.grow(names(6));
    await ring.untilSettled(60_000);
    const keys = Array.from({ length: 60 }, (_, index) => `k${index}`);
    await ring.clock.until(
      Promise.all(keys.map((key) => ring.store('node-0:1').put(key, bytes('v')))),
    );
    const inOrder = [...ring.members.values()]
      .map(({ chord }) => chord.self)
      .sort((a, b) => (a.id < b.id ? -1 : 1));
    // Two neighbours: each arc with both as home replicas has lost its majority.
    for (const { address } of inOrder.slice(1, 3)) ring.crash(address);
    const survivor = ring.member(inOrder[4]!.address).store;
    const page = await ring.clock.until(survivor.list({ limit: 1_000 }));
    expect(page.missing.length).toBeGreaterThan(0);
    const { chord } = ring.member(inOrder[4]!.address);
    const isMissing = (key: string): boolean =>
      page.missing.some(({ fromId, toId }) => {
        const id = chord.keyId(key);
        return fromId < toId ? fromId < id && id <= toId : id > fromId || id <= toId;
      });
    expect(page.keys.map(({ key }) => key)).toEqual(keys.filter((key) => !isMissing(key)).sort());
    expect(page.keys.length).toBeGreaterThan(0);
    expect(page.keys.length).toBeLessThan(keys.length);
  });

  it('names the missing ids when a member is of a version without such listings', async () => {
    await ring.grow(names(4));
    await ring.untilSettled(60_000);
    const keys = Array.from({ length: 40 }, (_, index) => `k${index}`);
    const { store } = ring.member('node-0:1');
    await ring.clock.until(Promise.all(keys.map((key) => store.put(key, bytes('v')))));
    const { chord: old } = ring.member('node-1:1');
    const { handlers } = old.dispatcher as unknown as { handlers: Map<string, unknown> };
    for (const type of ['store.names', 'store.count']) expect(handlers.delete(type)).toBe(true);
    const here = keys.filter((key) => !old.owns(old.keyId(key))).sort();
    const page = await ring.clock.until(store.list({ limit: 1_000 }));
    expect(page.keys.map(({ key }) => key)).toEqual(here);
    expect(page.missing).toMatchObject([{ toId: old.self.id }]);
    const counted = await ring.clock.until(store.count({ prefix: 'k' }));
    expect(counted).toMatchObject({ keys: here.length, missing: [{ toId: old.self.id }] });
  });

  it('counts keys and their bytes, by prefix and altogether, and names the ids that it could not count', async () => {
    await ring.grow(names(5));
    await ring.untilSettled(60_000);
    const keys = Array.from({ length: 400 }, (_, index) => `${index % 4}/${index}`);
    const { store } = ring.member('node-2:1');
    await ring.clock.until(Promise.all(keys.map((key) => store.put(key, bytes(key)))));
    await ring.clock.until(store.remove('1/1'));
    const bytesOf = (some: string[]): number => some.reduce((sum, key) => sum + key.length, 0);
    const left = keys.filter((key) => key !== '1/1');
    for (const prefix of ['', '1/', '1/1', '3/399', 'none'] as const) {
      const some = left.filter((key) => key.startsWith(prefix));
      const counted = await ring.clock.until(ring.store('node-4:1').count({ prefix }));
      expect(counted).toMatchObject({ keys: some.length, bytes: bytesOf(some), missing: [] });
    }
  });
});
