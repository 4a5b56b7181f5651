// The conformance tests of message content: what a transport has to carry unchanged, and what it may not do with it.
import type { Envelope, ReplyEnvelope } from '../ports/envelope';
import { SeededRandom } from './seeded-random';
import {
  bodyOf,
  echo,
  envelopeTo,
  pair,
  PATIENT_MS,
  send,
  type TransportHarness,
} from './transport-harness-conformance';

const BIG_BODY_BYTES = 1.5 * 1024 * 1024;

export function describeMessages(harness: TransportHarness): void {
  it('carries a request with its whole envelope, and the reply back', async () => {
    const seen: Envelope[] = [];
    const { a, b } = await pair(harness, async (envelope) => {
      seen.push(envelope);
      return { ok: true, body: { found: [1, 2.5, -3], yes: true, none: null } };
    });
    const sent = envelopeTo(b, { key: 'a', nested: { list: ['x', { y: 0 }] } }, a.address);
    const reply = await a.transport.request(b.address, sent, PATIENT_MS);
    expect(reply).toEqual({ ok: true, body: { found: [1, 2.5, -3], yes: true, none: null } });
    expect(seen).toEqual([sent]);
  });

  it('carries envelopes without trace and receiver id, and of other versions and rings', async () => {
    const seen: Envelope[] = [];
    const { a, b } = await pair(harness, async (envelope) => {
      seen.push(envelope);
      return { ok: true, body: null };
    });
    const { trace: _trace, ...bare } = envelopeTo(b, 'text', a.address);
    const sent = [
      { ...bare, to: null },
      { ...bare, version: 7, ring: { bits: 8, hash: 'sha-256' } },
      { ...bare, from: { id: '00', address: 'another.example:1' }, trace: 'a trace' },
      bare,
    ];
    for (const envelope of sent) await a.transport.request(b.address, envelope, PATIENT_MS);
    expect(seen).toEqual(sent);
  });

  it.each([
    ['empty', 0],
    ['one byte', 1],
    ['longer than a packet', 70_000],
    ['1.5 MiB', BIG_BODY_BYTES],
  ])('carries binary data: %s', async (_size, bytes) => {
    const { a, b } = await pair(harness, echo);
    const value = randomBytes(bytes);
    const reply = await send(a, b, { value, after: 'it' });
    const { value: echoed, after } = bodyOf<{ value: Uint8Array; after: string }>(reply);
    expect(echoed).toBeInstanceOf(Uint8Array);
    expect(sameBytes(echoed, value)).toBe(true);
    expect(after).toBe('it');
  });

  it('carries any text unchanged', async () => {
    const { a, b } = await pair(harness, echo);
    const texts = ['', 'Grüße', '键', '🔑 \u202e \u0000 \\ "', 'e\u0301', 'x'.repeat(5_000)];
    const body = { texts, keyed: Object.fromEntries(texts.map((text) => [`k${text}`, text])) };
    expect(bodyOf(await send(a, b, body))).toEqual(body);
  });

  it('carries numbers unchanged', async () => {
    const { a, b } = await pair(harness, echo);
    const body = [
      0,
      -1,
      255,
      65_536,
      2 ** 32,
      -(2 ** 31),
      1_704_067_200_000,
      2 ** 53 - 1,
      0.1,
      1e300,
    ];
    expect(bodyOf(await send(a, b, body))).toEqual(body);
  });

  it('does not let the key __proto__ change what an object is', async () => {
    const { a, b } = await pair(harness, echo);
    const body: unknown = JSON.parse('{"__proto__": {"admin": true}, "constructor": 1}');
    const echoed = bodyOf<{ admin?: boolean }>(await send(a, b, body));
    expect(echoed.admin).toBeUndefined();
    expect(({} as { admin?: boolean }).admin).toBeUndefined();
  });

  it('does not share objects between the two ends', async () => {
    const kept: { list: number[] }[] = [];
    const { a, b } = await pair(harness, async ({ body }) => {
      kept.push(body as { list: number[] });
      return { ok: true, body };
    });
    const sent = { list: [1] };
    const call = send(a, b, sent);
    sent.list.push(2);
    const echoed = bodyOf<{ list: number[] }>(await call);
    echoed.list.push(3);
    expect(kept).toEqual([{ list: [1] }]);
  });

  it('brings refusals through with code, message and detail', async () => {
    const refusal: ReplyEnvelope = {
      ok: false,
      code: 'NOT_OWNER',
      message: 'ask another',
      detail: { next: { id: '0f', address: '127.0.0.1:1' } },
    };
    const { a, b } = await pair(harness, async () => refusal);
    expect(await send(a, b, 0)).toEqual(refusal);
  });

  it('answers INTERNAL when the handler breaks its promise and throws', async () => {
    const { a, b } = await pair(harness, () => Promise.reject(new Error('a defect')));
    expect(await send(a, b, 0)).toMatchObject({ ok: false, code: 'INTERNAL' });
  });

  it('serves both directions at once', async () => {
    const { a, b } = await pair(harness, echo);
    a.transport.serve(async ({ body }) => ({ ok: true, body: { back: body } }));
    const [there, back] = await Promise.all([send(a, b, 1), send(b, a, 2)]);
    expect([bodyOf(there), bodyOf(back)]).toEqual([1, { back: 2 }]);
  });

  it('calls itself', async () => {
    const { b } = await pair(harness, echo);
    expect(bodyOf(await send(b, b, 'me'))).toBe('me');
  });
}

function randomBytes(length: number): Uint8Array {
  const random = new SeededRandom(length);
  return Uint8Array.from({ length }, () => random.below(256));
}

/** Element by element in a matcher would take seconds for a big body. */
function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}
