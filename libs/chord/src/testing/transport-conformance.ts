// Knows what every transport has to do. A new one is done when it passes this suite.
import type { CodedError } from '../base/errors';
import { PROTOCOL_VERSION, type Envelope, type ReplyEnvelope } from '../ports/envelope';
import type { Address } from '../id/node-ref';
import type { EnvelopeHandler, Transport } from '../ports/transport';
import { SeededRandom } from './seeded-random';

/** A transport that can be called at `address`. */
export interface ListeningTransport {
  readonly address: Address;
  readonly transport: Transport;
}

/** What the suite needs to know about one kind of transport. */
export interface TransportHarness {
  /** The bound on calls in flight to one peer of every transport that `start` makes. */
  readonly inFlightMax: number;
  /** How many calls make a lot of calls; 10,000 unless the transport is slow. */
  readonly manyCalls?: number;
  /** A fresh transport that listens; at `address` when given, where one was killed before. */
  start(address?: Address): Promise<ListeningTransport>;
  /** Ends a peer as a crash does: no goodbye, its connections break. */
  kill(peer: ListeningTransport): Promise<void>;
  /** An address at which nobody listens. */
  nobody(): Promise<Address>;
  /** Sends rubbish to the address, as many kinds as the wire allows; resolves when all of it is dealt with. */
  sendGarbage?(address: Address): Promise<void>;
  /** Ends everything that `start` made; called after each test. */
  stop(): Promise<void>;
}

const MANY_CALLS = 10_000;
/** Deadlines that no slow machine reaches. A call that hangs on one of them hangs its test. */
const PATIENT_MS = 900_000;
const NEVER_MS = 3_600_000;
const BIG_BODY_BYTES = 1.5 * 1024 * 1024;

const echo: EnvelopeHandler = async ({ body }) => ({ ok: true, body });
const never: EnvelopeHandler = () => new Promise(() => undefined);

export function describeTransport(name: string, harness: TransportHarness): void {
  describe(`transport: ${name}`, () => {
    afterEach(() => harness.stop());
    describeMessages(harness);
    describeLoad(harness);
    describeSilence(harness);
    describeDeath(harness);
    describeClosing(harness);
    if (harness.sendGarbage) describeGarbage(harness, (to) => harness.sendGarbage?.(to));
  });
}

function describeMessages(harness: TransportHarness): void {
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

function describeLoad(harness: TransportHarness): void {
  it('gives many calls at once each its own reply, in whatever order they come', async () => {
    const random = new SeededRandom(7);
    const { a, b } = await pair(harness, async ({ body }) => {
      for (let turn = random.below(4); turn > 0; turn -= 1) await nextTurn();
      return { ok: true, body: { answerTo: body } };
    });
    const count = Math.min(200, harness.inFlightMax);
    const replies = await Promise.all(range(count).map((index) => send(a, b, index)));
    expect(replies.map((reply) => bodyOf(reply))).toEqual(
      range(count).map((index) => ({ answerTo: index })),
    );
  });

  it('makes a lot of calls, a bounded number at a time, and forgets each of them', async () => {
    const { a, b } = await pair(harness, echo);
    const count = harness.manyCalls ?? MANY_CALLS;
    const workers = Math.min(64, harness.inFlightMax);
    let next = 0;
    let wrong = 0;
    const work = async (): Promise<void> => {
      for (let index = next++; index < count; index = next++) {
        if (bodyOf(await send(a, b, index)) !== index) wrong += 1;
      }
    };
    await Promise.all(range(workers).map(work));
    expect(wrong).toBe(0);
    // If one of them were still counted as open, this many more would be BUSY.
    const full = await Promise.all(range(harness.inFlightMax).map((index) => send(a, b, index)));
    expect(full).toHaveLength(harness.inFlightMax);
  });

  it('says BUSY beyond the bound of calls in flight, and only then', async () => {
    const gate = openGate();
    const { a, b } = await pair(harness, async ({ body }) => {
      await gate.opened;
      return { ok: true, body };
    });
    const waiting = range(harness.inFlightMax).map((index) => send(a, b, index));
    expect(await codeOfFailure(send(a, b, 'one too many'))).toBe('BUSY');
    gate.open();
    expect((await Promise.all(waiting)).map((reply) => bodyOf(reply))).toEqual(
      range(harness.inFlightMax),
    );
    expect(bodyOf(await send(a, b, 'again'))).toBe('again');
  });
}

function describeSilence(harness: TransportHarness): void {
  it('says UNREACHABLE at an address where nobody listens, long before the deadline', async () => {
    const { a } = await pair(harness, echo);
    const call = sendTo(a, await harness.nobody(), 0, NEVER_MS);
    expect(await codeOfFailure(call)).toBe('UNREACHABLE');
  });

  it('says TIMEOUT when the handler does not answer, and a late reply harms nobody', async () => {
    const gate = openGate();
    const late = openGate();
    let arrived = false;
    const { a, b } = await pair(harness, async ({ body }) => {
      if (body !== 'slow') return { ok: true, body };
      arrived = true;
      await gate.opened;
      late.open();
      return { ok: true, body: 'too late' };
    });
    // Until one has arrived before its caller gave up: on a slow machine the first may not have.
    for (let timeoutMs = 30; !arrived; timeoutMs *= 2)
      expect(await codeOfFailure(sendTo(a, b.address, 'slow', timeoutMs))).toBe('TIMEOUT');
    const next = send(a, b, 'next');
    gate.open();
    await late.opened;
    expect(bodyOf(await next)).toBe('next');
    expect(bodyOf(await send(a, b, 'after'))).toBe('after');
  });

  it('counts a call that timed out as open no longer', async () => {
    const { a, b } = await pair(harness, never);
    const lost = range(harness.inFlightMax).map(() => codeOfFailure(sendTo(a, b.address, 0, 50)));
    expect(new Set(await Promise.all(lost))).toEqual(new Set(['TIMEOUT']));
    b.transport.serve(echo);
    expect(bodyOf(await send(a, b, 'free again'))).toBe('free again');
  });
}

function describeDeath(harness: TransportHarness): void {
  it('says UNREACHABLE to all open calls when the peer dies, long before their deadline', async () => {
    const arrived = openGate();
    const { a, b } = await pair(harness, () => {
      arrived.open();
      return never({} as Envelope);
    });
    const calls = range(5).map(() => codeOfFailure(sendTo(a, b.address, 0, NEVER_MS)));
    await arrived.opened;
    await harness.kill(b);
    expect(await Promise.all(calls)).toEqual(Array(5).fill('UNREACHABLE'));
    const next = sendTo(a, b.address, 0, NEVER_MS);
    expect(await codeOfFailure(next)).toBe('UNREACHABLE');
  });

  it('reaches a peer that came back at its address with the first call', async () => {
    const { a, b } = await pair(harness, echo);
    expect(bodyOf(await send(a, b, 'first'))).toBe('first');
    let last = b;
    for (const life of ['second life', 'third life']) {
      await harness.kill(last);
      last = await harness.start(b.address);
      last.transport.serve(echo);
      expect(bodyOf(await send(a, b, life))).toBe(life);
    }
    await harness.kill(last);
    expect(await codeOfFailure(send(a, b, 'gone'))).toBe('UNREACHABLE');
    last = await harness.start(b.address);
    last.transport.serve(echo);
    expect(bodyOf(await send(a, b, 'after a failed call'))).toBe('after a failed call');
  });
}

function describeClosing(harness: TransportHarness): void {
  it('ends its own calls with UNREACHABLE on close, and makes no more', async () => {
    const arrived = openGate();
    const { a, b } = await pair(harness, () => {
      arrived.open();
      return never({} as Envelope);
    });
    const call = codeOfFailure(sendTo(a, b.address, 0, NEVER_MS));
    await arrived.opened;
    await a.transport.close();
    expect(await call).toBe('UNREACHABLE');
    expect(await codeOfFailure(send(a, b, 0))).toBe('UNREACHABLE');
    await a.transport.close();
  });

  it('does not leave its callers waiting when the called side closes', async () => {
    const arrived = openGate();
    const { a, b } = await pair(harness, () => {
      arrived.open();
      return never({} as Envelope);
    });
    const call = codeOfFailure(sendTo(a, b.address, 0, NEVER_MS));
    await arrived.opened;
    await b.transport.close();
    expect(await call).toBe('UNREACHABLE');
  });
}

function describeGarbage(
  harness: TransportHarness,
  sendGarbage: (address: Address) => Promise<void> | undefined,
): void {
  it('is not harmed by rubbish from the wire, before, between and after calls', async () => {
    const { a, b } = await pair(harness, echo);
    await sendGarbage(b.address);
    expect(bodyOf(await send(a, b, 'first'))).toBe('first');
    const [, reply] = await Promise.all([sendGarbage(b.address), send(a, b, 'meanwhile')]);
    expect(bodyOf(reply)).toBe('meanwhile');
    expect(bodyOf(await send(a, b, 'last'))).toBe('last');
  });
}

async function pair(
  harness: TransportHarness,
  handler: EnvelopeHandler,
): Promise<{ a: ListeningTransport; b: ListeningTransport }> {
  const [a, b] = [await harness.start(), await harness.start()];
  a.transport.serve(echo);
  b.transport.serve(handler);
  return { a, b };
}

function envelopeTo(to: ListeningTransport | Address, body: unknown, from: Address): Envelope {
  return {
    version: PROTOCOL_VERSION,
    ring: { bits: 160, hash: 'sha-1' },
    from: { id: 'a1'.repeat(20), address: from },
    to: typeof to === 'string' ? null : 'b2'.repeat(20),
    type: 'test.message',
    body,
    deadlineMs: 500,
    trace: 'request-1',
  };
}

function send(
  from: ListeningTransport,
  to: ListeningTransport,
  body: unknown,
): Promise<ReplyEnvelope> {
  return from.transport.request(to.address, envelopeTo(to, body, from.address), PATIENT_MS);
}

function sendTo(
  from: ListeningTransport,
  to: Address,
  body: unknown,
  timeoutMs: number,
): Promise<ReplyEnvelope> {
  return from.transport.request(to, envelopeTo(to, body, from.address), timeoutMs);
}

function bodyOf<T = unknown>(reply: ReplyEnvelope): T {
  if (!reply.ok) throw new Error(`refused: ${reply.code} ${reply.message}`);
  return reply.body as T;
}

/** The code with which a call fails, `none` when it succeeds. */
function codeOfFailure(call: Promise<unknown>): Promise<string> {
  return call.then(
    () => 'none',
    (error: CodedError) => error.code,
  );
}

function openGate(): { opened: Promise<void>; open: () => void } {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open };
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

function range(count: number): number[] {
  return Array.from({ length: count }, (_unused, index) => index);
}

function randomBytes(length: number): Uint8Array {
  const random = new SeededRandom(length);
  return Uint8Array.from({ length }, () => random.below(256));
}

/** Element by element in a matcher would take seconds for a big body. */
function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}
