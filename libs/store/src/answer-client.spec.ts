// The answers to a program that is no member of the ring, from a ring in virtual time.
import { CodedError, joined, type NodeRef, type Pieces } from '@chord-dht/chord';
import type { ClientCall, ClientRights } from './answer-client';
import { crc32 } from './record/crc32';
import { namelessWriteId } from './record/write-id';
import { StoreRing } from './testing';
import { ByteKind } from './messages/byte-message';
import type { WriteBytes } from './messages/operation-bytes';
import {
  clientGet,
  ClientKind,
  clientWrite,
  readNeighbours,
  readWritten,
} from './messages/client-messages';
import { readFound } from './messages/found-bytes';

const NODES = [0, 1, 2, 3].map((index) => `node-${index}:1`);
const EVERYTHING: ClientRights = { refusalOf: () => undefined };
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const text = (bytes: Uint8Array | undefined): string | undefined =>
  bytes && new TextDecoder().decode(bytes);

describe('a member that is asked by a client', () => {
  let ring: StoreRing;
  let writes = 0;

  beforeEach(async () => {
    ring = new StoreRing({ seed: 3 });
    await ring.grow(NODES);
    await ring.untilSettled(60_000);
  });
  afterEach(() => expect(ring.faults).toEqual([]));

  function ask(at: string, request: Pieces, rights = EVERYTHING): Promise<Uint8Array> {
    const answer = new Promise<Uint8Array>((resolve, reject) => {
      const call: ClientCall = {
        ...{ bytes: joined(request), deadlineMs: 10_000 },
        part: () => reject(new Error('The answer comes as a whole.')),
        reply: (bytes) => resolve(joined(bytes)),
        refuse: reject,
        explain: (error) => error as CodedError,
      };
      ring.store(at).answerClient(call, rights);
    });
    return ring.clock.until(answer);
  }

  const write = (key: string, value: string, more: Partial<WriteBytes> = {}): WriteBytes => ({
    ...{
      kind: ByteKind.put,
      wantsArc: true,
      repeated: false,
      issuedMs: Math.floor(ring.clock.wallMs()),
    },
    writeId: namelessWriteId((writes += 1).toString(16).padStart(16, '0')),
    ...{ key, contentType: 'text/plain', extras: null, value: utf8(value) },
    ...more,
  });
  const put = async (at: string, request: WriteBytes, kind: ClientKind = ClientKind.owner) =>
    readWritten(await ask(at, clientWrite(kind, request)));
  const get = async (at: string, key: string, kind: ClientKind = ClientKind.owner) =>
    readFound(await ask(at, clientGet(kind, { key, wantsArc: true })), crc32);
  const ownerOf = async (key: string): Promise<string> => {
    const { owner } = await ring.clock.until(ring.store(NODES[0] as string).get(key));
    return owner.address;
  };
  const otherThan = (address: string): string => NODES.find((name) => name !== address) as string;

  it('answers for keys that it owns, and names its arc', async () => {
    const owner = await ownerOf('key');
    const { written, owner: named, ownedFrom } = await put(owner, write('key', 'one'));
    expect(written).toMatchObject({ changed: true, expiresAtMs: null, replayed: false });
    expect(named).toBeNull();
    expect(ownedFrom).toBe(ring.nodes.get(owner)?.predecessor?.id);
    const got = await get(owner, 'key');
    expect(got.ownedFrom).toBe(ownedFrom);
    expect(text(got.found?.value)).toBe('one');
    expect(got.found).toMatchObject({
      ...{ version: written.version, contentType: 'text/plain', expiresAtMs: null },
    });
    expect(got.found?.modifiedAtMs).toBeLessThanOrEqual(ring.clock.wallMs());
    expect((await get(await ownerOf('none'), 'none')).found).toBeUndefined();
  });

  it('does not send the writes that a record remembers', async () => {
    const owner = await ownerOf('key');
    const ids = [write('key', 'one'), write('key', 'two'), write('key', 'three')];
    for (const request of ids) await put(owner, request);
    const bytes = await ask(owner, clientGet(ClientKind.owner, { key: 'key', wantsArc: false }));
    const hex = Buffer.from(bytes).toString('hex');
    for (const { writeId } of ids) expect(hex).not.toContain(writeId);
    expect(text(readFound(bytes, crc32).found?.value)).toBe('three');
  });

  it('names the owner of other keys, or finds it', async () => {
    const owner = await ownerOf('key');
    const other = otherThan(owner);
    const refusal = await get(other, 'key').catch((error: unknown) => error as CodedError);
    expect(refusal).toMatchObject({ code: 'NOT_OWNER' });
    await expect(put(other, write('key', 'x'))).rejects.toMatchObject({ code: 'NOT_OWNER' });
    const found = await put(other, write('key', 'far'), ClientKind.anyone);
    expect(found.owner?.address).toBe(owner);
    expect(found.ownedFrom).toBe(ring.nodes.get(owner)?.predecessor?.id);
    const read = await get(other, 'key', ClientKind.anyone);
    expect([text(read.found?.value), read.owner?.address]).toEqual(['far', owner]);
    const removal = { kind: ByteKind.remove, value: utf8(''), contentType: '' } as const;
    const removed = await put(other, write('key', '', removal), ClientKind.anyone);
    expect(removed.written).toMatchObject({ changed: true, version: null });
    expect((await get(owner, 'key')).found).toBeUndefined();
  });

  it('applies a repeated write once, there or at another member', async () => {
    const owner = await ownerOf('key');
    const request = write('key', 'one');
    const first = await put(owner, request);
    const again = { ...request, repeated: true };
    for (const kind of [ClientKind.owner, ClientKind.anyone]) {
      const { written } = await put(owner, again, kind);
      expect(written).toMatchObject({ version: first.written.version, changed: true });
    }
    const { written } = await put(otherThan(owner), again, ClientKind.anyone);
    expect(written.version).toBe(first.written.version);
  });

  it('obeys conditions and lives', async () => {
    const owner = await ownerOf('key');
    const extras = { condition: { ifNoneMatch: '*' }, ttlSeconds: 60 };
    const { written } = await put(owner, write('key', 'one', { extras }));
    expect(written.expiresAtMs).toBeGreaterThan(ring.clock.wallMs());
    expect((await get(owner, 'key')).found?.expiresAtMs).toBe(written.expiresAtMs);
    const refused = put(owner, write('key', 'two', { extras }));
    await expect(refused).rejects.toMatchObject({ code: 'PRECONDITION_FAILED' });
    const wrong = put(owner, write('key', 'x', { extras: { ttlSeconds: -1 } }));
    await expect(wrong).rejects.toMatchObject({ code: 'MALFORMED' });
  });

  it.each(['.', '..'])('stores nothing under %s, and removes what lies there', async (key) => {
    const owner = await ownerOf(key);
    for (const kind of [ClientKind.owner, ClientKind.anyone]) {
      const refused = put(owner, write(key, 'x'), kind);
      await expect(refused).rejects.toMatchObject({ code: 'KEY_INVALID' });
      const removed = await put(owner, write(key, '', { kind: ByteKind.remove }), kind);
      expect(removed.written).toMatchObject({ changed: false });
    }
    expect((await get(owner, key)).found).toBeUndefined();
  });

  it('checks the rights of the client before every operation', async () => {
    const asked: string[] = [];
    const rights: ClientRights = {
      refusalOf: (need, key) => {
        asked.push(`${need} ${key}`);
        return new CodedError('FORBIDDEN', 'not for you');
      },
    };
    const owner = await ownerOf('key');
    for (const kind of [ClientKind.owner, ClientKind.anyone])
      for (const request of [
        clientGet(kind, { key: 'key', wantsArc: false }),
        clientWrite(kind, write('key', 'x')),
        clientWrite(kind, write('key', '', { kind: ByteKind.remove })),
      ])
        await expect(ask(owner, request, rights)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    expect(asked).toEqual(Array(2).fill(['read key', 'write key', 'write key']).flat());
    expect((await get(owner, 'key')).found).toBeUndefined();
  });

  it('lets no client move the time of the ring ahead', async () => {
    const owner = await ownerOf('key');
    const nowMs = Math.floor(ring.clock.wallMs());
    for (const issuedMs of [nowMs + 3_600_000, nowMs + 0.5, -1, Infinity])
      for (const kind of [ClientKind.owner, ClientKind.anyone]) {
        const writing = put(owner, write('key', 'x', { issuedMs }), kind);
        await expect(writing).rejects.toMatchObject({ code: 'MALFORMED' });
      }
    await put(owner, write('key', 'x'));
    const [time = ''] = ((await get(owner, 'key')).found?.version ?? '').split('-');
    expect(parseInt(time, 36)).toBeLessThanOrEqual(ring.clock.wallMs() + 1_000);
  });

  it('names its neighbours, and sends nothing that is for members only', async () => {
    const [first = ''] = NODES;
    const bytes = await ask(first, Uint8Array.of(ClientKind.neighbours));
    const { self, predecessor, successors, ringMs } = readNeighbours(bytes);
    expect((self as NodeRef).address).toBe(first);
    expect(predecessor).toEqual(ring.nodes.get(first)?.predecessor);
    expect((successors as NodeRef[]).map(({ address }) => address).sort()).toEqual(NODES.slice(1));
    expect(ringMs).toBeGreaterThanOrEqual(ring.clock.wallMs() - 1_000);
    for (const request of [
      Uint8Array.of(),
      Uint8Array.of(9),
      Uint8Array.of(ClientKind.owner),
      Uint8Array.of(ClientKind.owner, ByteKind.append, 0, 0),
      Uint8Array.of(ClientKind.anyone, ByteKind.confirm, 0, 0),
    ])
      await expect(ask(first, request)).rejects.toMatchObject({ code: 'UNKNOWN_MESSAGE' });
    const cut = ask(first, Uint8Array.of(ClientKind.owner, ByteKind.get, 0));
    await expect(cut).rejects.toMatchObject({ code: 'MALFORMED' });
  });

  it('detects a value that was changed on the way', async () => {
    const owner = await ownerOf('key');
    await put(owner, write('key', 'a value'));
    const bytes = await ask(owner, clientGet(ClientKind.owner, { key: 'key', wantsArc: true }));
    const damaged = bytes.slice();
    damaged[damaged.length - 1] = 0;
    expect(() => readFound(damaged, crc32)).toThrow(/not the one that was stored/);
    for (let length = 0; length < bytes.length; length += 1)
      expect(() => readFound(bytes.subarray(0, length), crc32)).toThrow(CodedError);
  });
});
