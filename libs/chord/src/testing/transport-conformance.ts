// The conformance suite of transports. A new one is done when it passes this suite.
import type { Address } from '../id/node-ref';
import type { Envelope } from '../ports/envelope';
import type { EnvelopeHandler } from '../ports/transport';
import { SeededRandom } from './seeded-random';
import {
  bodyOf,
  codeOfFailure,
  echo,
  nextTurn,
  openGate,
  pair,
  range,
  send,
  sendTo,
  type TransportHarness,
} from './transport-harness-conformance';
import { describeMessages } from './transport-messages-conformance';

export type { ListeningTransport, TransportHarness } from './transport-harness-conformance';

const MANY_CALLS = 10_000;
const NEVER_MS = 3_600_000;

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
