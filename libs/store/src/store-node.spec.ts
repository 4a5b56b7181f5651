import { AWKWARD_KEYS } from './testing/record-store-conformance';
import { StoreRing } from './testing';
import type { StoreNode } from './store-node';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const names = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => `node-${index}:1`);

describe('a store on a ring of five', () => {
  let ring: StoreRing;
  const until = <T>(promise: Promise<T>): Promise<T> => ring.clock.until(promise);
  const at = (index: number): StoreNode => ring.store(`node-${index}:1`);

  beforeAll(async () => {
    ring = new StoreRing({ seed: 11 });
    await ring.grow(names(5));
    await ring.untilSettled(60_000);
  });
  afterAll(() => expect(ring.faults).toEqual([]));

  describe('keeps values', () => {
    const storable = AWKWARD_KEYS.filter((key) => key !== '.' && key !== '..');

    it.each(storable)('under the key %j, for every member', async (key) => {
      const put = await until(at(0).put(key, bytes(`of ${key}`), { contentType: 'text/plain' }));
      expect(put).toMatchObject({ created: true, version: expect.stringMatching(/^[0-9a-z-]+$/) });
      for (let index = 0; index < 5; index += 1) {
        const got = await until(at(index).get(key));
        expect(got).toMatchObject({
          found: true,
          contentType: 'text/plain',
          version: put.version,
          expiresAtMs: null,
          owner: put.owner,
        });
        expect(got.found && Buffer.from(got.value).toString()).toBe(`of ${key}`);
      }
    });

    it.each([0, 1, 1024 * 1024])('of %i bytes', async (length) => {
      const value = Uint8Array.from({ length }, (_, index) => (index * 31) & 0xff);
      await until(at(1).put(`length ${length}`, value));
      const got = await until(at(2).get(`length ${length}`));
      expect(got.found && Buffer.compare(got.value, value)).toBe(0);
    });

    it.each(['.', '..'])('under no key that HTTP cannot address: %s', async (key) => {
      await expect(at(0).put(key, bytes('v'))).rejects.toMatchObject({ code: 'KEY_INVALID' });
      expect(await until(at(1).get(key))).toMatchObject({ found: false });
      expect(await until(at(1).remove(key))).toMatchObject({ removed: false });
    });

    it('of no more bytes than allowed', async () => {
      await expect(at(1).put('too large', new Uint8Array(1024 * 1024 + 1))).rejects.toMatchObject({
        code: 'VALUE_TOO_LARGE',
      });
      expect(await until(at(1).get('too large'))).toMatchObject({ found: false });
    });

    it('with a version that changes with every write, also of an equal value', async () => {
      const first = await until(at(0).put('again', bytes('same')));
      const second = await until(at(3).put('again', bytes('same')));
      expect(second).toMatchObject({ created: false });
      expect(second.version).not.toBe(first.version);
    });
  });

  it('has no value for a key that was never put', async () => {
    expect(await until(at(4).get('never'))).toMatchObject({ found: false });
    expect(await until(at(4).remove('never'))).toMatchObject({ removed: false });
  });

  it('removes a value once, and takes a new one', async () => {
    await until(at(0).put('fleeting', bytes('x')));
    expect(await until(at(1).remove('fleeting'))).toMatchObject({ removed: true });
    expect(await until(at(2).get('fleeting'))).toMatchObject({ found: false });
    expect(await until(at(3).remove('fleeting'))).toMatchObject({ removed: false });
    expect(await until(at(4).put('fleeting', bytes('y')))).toMatchObject({ created: true });
    expect(await until(at(0).get('fleeting'))).toMatchObject({ found: true });
  });

  describe('with conditions', () => {
    it('lets one of many that create at once succeed', async () => {
      for (let round = 0; round < 10; round += 1) {
        const key = `created ${round}`;
        const attempts = names(5).map((_name, index) =>
          at(index).put(key, bytes(String(index)), { condition: { ifNoneMatch: '*' } }),
        );
        const results = await until(Promise.allSettled(attempts));
        const winners = results.flatMap((result, index) =>
          result.status === 'fulfilled' ? [index] : [],
        );
        expect(winners).toHaveLength(1);
        for (const result of results)
          if (result.status === 'rejected')
            expect(result.reason).toMatchObject({ code: 'PRECONDITION_FAILED' });
        const got = await until(at(round % 5).get(key));
        expect(got.found && Buffer.from(got.value).toString()).toBe(String(winners[0]));
      }
    });

    it('lets one of many that replace the same version succeed, so that no increment is lost', async () => {
      await until(at(0).put('counter', bytes('0')));
      const increment = async (store: StoreNode): Promise<void> => {
        for (;;) {
          const got = await store.get('counter');
          if (!got.found) throw new Error('the counter is there');
          const value = bytes(String(Number(Buffer.from(got.value).toString()) + 1));
          try {
            await store.put('counter', value, { condition: { ifMatch: got.version } });
            return;
          } catch (error) {
            if ((error as { code?: string }).code !== 'PRECONDITION_FAILED') throw error;
          }
        }
      };
      await until(Promise.all(Array.from({ length: 25 }, (_, index) => increment(at(index % 5)))));
      const got = await until(at(1).get('counter'));
      expect(got.found && Buffer.from(got.value).toString()).toBe('25');
    });

    it('replaces and removes only what is named', async () => {
      const { version } = await until(at(0).put('guarded', bytes('1')));
      const second = await until(
        at(1).put('guarded', bytes('2'), { condition: { ifMatch: version } }),
      );
      for (const attempt of [
        at(2).put('guarded', bytes('3'), { condition: { ifMatch: version } }),
        at(2).put('guarded', bytes('3'), { condition: { ifNoneMatch: '*' } }),
        at(2).remove('guarded', { condition: { ifMatch: version } }),
        at(2).put('absent', bytes('3'), { condition: { ifMatch: '*' } }),
      ]) {
        await expect(until<unknown>(attempt)).rejects.toMatchObject({
          code: 'PRECONDITION_FAILED',
        });
      }
      expect(
        await until(at(3).remove('guarded', { condition: { ifMatch: second.version } })),
      ).toMatchObject({
        removed: true,
      });
    });
  });

  describe('lists', () => {
    const keys = Array.from({ length: 120 }, (_, index) => `listed/${index}`);

    beforeAll(async () => {
      await until(
        Promise.all(
          keys.map((key, index) =>
            at(index % 5).put(key, bytes(key), { contentType: 'text/x-listed' }),
          ),
        ),
      );
      await until(at(0).put('other/1', bytes('x')));
      await until(at(0).put('listed/gone', bytes('x')));
      await until(at(0).remove('listed/gone'));
    });

    it.each([1, 7, 50, 1_000])(
      'every live key with a prefix once, in the order of their names, %i a page',
      async (limit) => {
        const seen: string[] = [];
        let cursor: string | undefined;
        do {
          const page = await until(at(seen.length % 5).list({ prefix: 'listed/', limit, cursor }));
          expect(page.keys.length).toBeLessThanOrEqual(limit);
          for (const item of page.keys)
            expect(item).toMatchObject({ bytes: item.key.length, contentType: 'text/x-listed' });
          seen.push(...page.keys.map(({ key }) => key));
          cursor = page.cursor;
        } while (cursor !== undefined);
        expect(seen).toEqual([...keys].sort());
      },
    );

    it('nothing for a prefix that no key has', async () => {
      expect(await until(at(2).list({ prefix: 'nobody', limit: 10 }))).toEqual({
        keys: [],
        prefixes: [],
        missing: [],
      });
    });

    it.each(['', 'x', 'k', 'k6', 'kzz', 'kc3', 'q61', '61', '../etc'])(
      'not from the cursor %j',
      async (cursor) => {
        await expect(until(at(0).list({ limit: 1, cursor }))).rejects.toMatchObject({
          code: 'KEY_INVALID',
        });
      },
    );
  });

  it('forgets a value at its time, everywhere, and makes room', async () => {
    await until(at(0).put('short', bytes('x'.repeat(1_000)), { ttlSeconds: 5 }));
    await ring.clock.advance(4_000);
    const got = await until(at(1).get('short'));
    expect(got).toMatchObject({ found: true, expiresAtMs: expect.any(Number) });
    await ring.clock.advance(1_500);
    for (let index = 0; index < 5; index += 1)
      expect(await until(at(index).get('short'))).toMatchObject({ found: false });
    expect((await until(at(0).list({ prefix: 'short', limit: 1 }))).keys).toEqual([]);
    const keyId = ring.member('node-0:1').chord.keyId('short');
    const sizes = (): number[] =>
      [...ring.members.values()].flatMap(
        ({ records }) => records.get(keyId, 'short')?.value.length ?? [],
      );
    expect(sizes().length).toBeGreaterThan(0);
    await ring.until(() => sizes().every((size) => size === 0), 60_000);
    await expect(
      until(at(2).put('short', bytes('y'), { condition: { ifMatch: '*' } })),
    ).rejects.toMatchObject({ code: 'PRECONDITION_FAILED' });
    expect(
      await until(at(2).put('short', bytes('y'), { condition: { ifNoneMatch: '*' } })),
    ).toMatchObject({ created: true });
  });

  it('takes one hop to an owner in its cache', async () => {
    await until(at(0).put('near', bytes('x')));
    const first = await until(at(0).get('near'));
    expect(first.hops).toBe(first.owner.address === 'node-0:1' ? 0 : 1);
    for (let index = 0; index < 5; index += 1) {
      await until(at(index).get('near'));
      expect((await until(at(index).get('near'))).hops).toBeLessThanOrEqual(1);
    }
  });

  it('reports its keys: the own keys of all members are all keys, each once', async () => {
    await ring.untilSettled(60_000);
    const listed = (await until(at(0).list({ limit: 1_000 }))).keys.map(({ key }) => key).sort();
    const own = names(5).flatMap((_name, index) => [...at(index).ownKeys()]);
    expect([...own].sort()).toEqual(listed);
  });
});

describe('a store alone', () => {
  it('serves by itself, with no hop', async () => {
    const ring = new StoreRing({ seed: 3 });
    await ring.grow(names(1));
    const store = ring.store('node-0:1');
    expect(await ring.clock.until(store.put('k', bytes('v')))).toMatchObject({
      created: true,
      hops: 0,
      owner: { address: 'node-0:1' },
    });
    expect(await ring.clock.until(store.get('k'))).toMatchObject({ found: true, hops: 0 });
    await ring.clock.until(store.handOff());
    expect(await ring.clock.until(store.get('k'))).toMatchObject({ found: true });
    await ring.clock.until(store.settled());
    expect(store.pendingRanges).toBe(0);
    expect(store.figures()).toMatchObject({ keys: 1, bytes: 1, ownKeys: 1 });
  });
});
