import fc from 'fast-check';
import { ChordClient } from './chord-client';
import { compareUtf8 } from './listing';
import { HandClock, unhurried } from './testing/hand-clock';
import { json, serve } from './testing/scripted-server';

const keys = (...names: string[]) =>
  names.map((key) => ({ key, version: 'v', bytes: 1, contentType: 't', expiresAt: null }));
const page = (more: object) =>
  json({ keys: [], prefixes: [], cursor: null, complete: true, missing: [], ...more });

const collect = async (endpoint: string, options: object = {}): Promise<string[]> => {
  const client = new ChordClient({ endpoints: endpoint, ...unhurried(new HandClock()) });
  const names: string[] = [];
  for await (const entry of client.list(options))
    names.push(entry.kind === 'key' ? entry.key : `${entry.prefix} ...`);
  return names;
};

it('goes through all pages in the order of names, prefixes among them', async () => {
  const server = await serve(
    page({ keys: keys('a', 'c'), prefixes: ['b/', 'd/'], cursor: 'c1' }),
    page({ keys: keys('\uffee', '\u{1f600}') }),
  );
  const names = await collect(server.endpoint, { prefix: 'x', delimiter: '/', pageSize: 4 });
  expect(names).toEqual(['a', 'b/ ...', 'c', 'd/ ...', '\uffee', '\u{1f600}']);
  expect(server.heard.map(({ url }) => url)).toEqual([
    '/api/v1/keys?prefix=x&delimiter=%2F&limit=4',
    '/api/v1/keys?prefix=x&delimiter=%2F&limit=4&cursor=c1',
  ]);
});

it('asks again for a page that lacks a part of the ring', async () => {
  const missing = [{ fromId: '00', toId: '80' }];
  const server = await serve(
    page({ keys: keys('b'), complete: false, missing }),
    page({ keys: keys('a', 'b') }),
  );
  expect(await collect(server.endpoint)).toEqual(['a', 'b']);
});

it('fails instead of silently returning fewer keys', async () => {
  const missing = [{ fromId: '00', toId: '80' }];
  const server = await serve(page({ keys: keys('b'), complete: false, missing }));
  await expect(collect(server.endpoint, { timeoutMs: 1_000 })).rejects.toMatchObject({
    code: 'INCOMPLETE',
    parts: missing,
    message: expect.stringContaining('00 to 80') as string,
  });
});

it('compares texts as their bytes of UTF-8 do', () => {
  const text = fc.string({ unit: 'binary', maxLength: 5 });
  fc.assert(
    fc.property(text, text, (a, b) => {
      expect(Math.sign(compareUtf8(a, b))).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b)));
    }),
  );
});
