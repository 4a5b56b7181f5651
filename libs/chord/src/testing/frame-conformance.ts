// The conformance suite of byte lanes; a transport that has one passes it beside its own.
import type { CodedError } from '../base/errors';
import type { Pieces } from '../ports/pieces';
import type { Address } from '../id/node-ref';
import type { FrameHandler, FrameLane } from '../ports/transport';
import { SeededRandom } from './seeded-random';
import type { ListeningTransport, TransportHarness } from './transport-conformance';

const PATIENT_MS = 900_000;
const LONG_MS = 600_000;

const echo: FrameHandler = (frame) => frame.reply(Uint8Array.from(frame.bytes));

export function describeFrames(name: string, harness: TransportHarness): void {
  describe(`lane of bytes: ${name}`, () => {
    afterEach(() => harness.stop());
    describeBytes(harness);
    describeFailures(harness);
    describeBounds(harness);
  });
}

function describeBytes(harness: TransportHarness): void {
  it.each([0, 1, 8_192, 8_193, 70_000, 1_500_000])('carries %i bytes and back', async (length) => {
    const { a, b } = await pair(harness, echo);
    const sent = randomBytes(length);
    const answer = await call(a, b.address, Uint8Array.from(sent));
    expect(answer).toHaveLength(length);
    expect(answer.every((byte, index) => byte === sent[index])).toBe(true);
  });

  it.each([10, 9_000, 200_000])('carries pieces of %i bytes as one message', async (length) => {
    const sent = [randomBytes(length), new Uint8Array(0), randomBytes(3)];
    const { a, b } = await pair(harness, (frame) =>
      frame.reply([Uint8Array.of(7), Uint8Array.from(frame.bytes)]),
    );
    const answer = await call(a, b.address, sent);
    const expected = [7, ...sent.flatMap((piece) => [...piece])];
    expect(answer).toHaveLength(expected.length);
    expect(answer.every((byte, index) => byte === expected[index])).toBe(true);
  });

  it('says who calls whom, by their positions, and how long the caller waits', async () => {
    const seen: unknown[] = [];
    const { a, b } = await pair(harness, (frame) => {
      const { from, to, deadlineMs } = frame;
      seen.push({ from, to, deadlineMs });
      frame.reply(new Uint8Array(0));
    });
    await call(a, b.address, new Uint8Array(1), { from: `${a.address}#3`, timeoutMs: 1_234 });
    expect(seen).toEqual([{ from: `${a.address}#3`, to: b.address, deadlineMs: 1_234 }]);
  });

  it('says which request of a client it belongs to, and nothing when it is none', async () => {
    const seen: unknown[] = [];
    const { a, b } = await pair(harness, (frame) => {
      seen.push(frame.trace, [...frame.bytes]);
      frame.reply(new Uint8Array(0));
    });
    await call(a, b.address, Uint8Array.of(1, 2), { trace: 'request-1' });
    await call(a, b.address, Uint8Array.of(3));
    await call(a, b.address, Uint8Array.of(4), { trace: 'x'.repeat(400) });
    expect(seen.slice(0, 4)).toEqual(['request-1', [1, 2], undefined, [3]]);
    expect(seen.slice(4)).toEqual([expect.stringMatching(/^x{255,400}$/), [4]]);
  });

  it('keeps answers that come in another order apart', async () => {
    const replies: (() => void)[] = [];
    const { a, b } = await pair(harness, (frame) => {
      const answer = Uint8Array.from(frame.bytes);
      replies.push(() => frame.reply(answer));
      if (replies.length === 50) for (const one of replies.reverse()) one();
    });
    const calls = Array.from({ length: 50 }, (_, index) =>
      call(a, b.address, Uint8Array.of(index)),
    );
    const answers = await Promise.all(calls);
    expect(answers.map(([byte]) => byte)).toEqual(Array.from({ length: 50 }, (_, index) => index));
  });
}

function describeFailures(harness: TransportHarness): void {
  it('brings refusals through with code, message and detail', async () => {
    const { a, b } = await pair(harness, (frame) =>
      frame.refuse('NOT_OWNER', 'ask another', { next: { id: '0f', address: 'x:1' } }),
    );
    await expect(call(a, b.address, new Uint8Array(1))).rejects.toMatchObject({
      code: 'NOT_OWNER',
      message: 'ask another',
      detail: { next: { id: '0f', address: 'x:1' } },
    });
  });

  it('answers INTERNAL when the handler throws', async () => {
    const { a, b } = await pair(harness, () => {
      throw new Error('a defect');
    });
    expect(await codeOfFailure(call(a, b.address, new Uint8Array(1)))).toBe('INTERNAL');
  });

  it('says UNREACHABLE where nobody listens, long before the deadline', async () => {
    const { a } = await pair(harness, echo);
    const failing = call(a, await harness.nobody(), new Uint8Array(1), { timeoutMs: LONG_MS });
    expect(await codeOfFailure(failing)).toBe('UNREACHABLE');
  });

  it('says TIMEOUT when no answer comes, and the next call is answered', async () => {
    const { a, b } = await pair(harness, (frame) => {
      if (frame.bytes[0] !== 1) echo(frame);
    });
    const slow = call(a, b.address, Uint8Array.of(1), { timeoutMs: 30 });
    expect(await codeOfFailure(slow)).toBe('TIMEOUT');
    expect([...(await call(a, b.address, Uint8Array.of(2)))]).toEqual([2]);
  });

  it('says UNREACHABLE to all open calls when the peer dies, and when the caller closes', async () => {
    let arrived = (): void => undefined;
    const here = new Promise<void>((resolve) => (arrived = resolve));
    const { a, b } = await pair(harness, () => arrived());
    const open = (): Promise<string> =>
      codeOfFailure(call(a, b.address, new Uint8Array(1), { timeoutMs: LONG_MS }));
    const dying = open();
    await here;
    await harness.kill(b);
    expect(await dying).toBe('UNREACHABLE');
    await a.transport.close();
    expect(await open()).toBe('UNREACHABLE');
  });
}

function describeBounds(harness: TransportHarness): void {
  it('says BUSY beyond the bound of calls in flight, and only then', async () => {
    const waiting: (() => void)[] = [];
    const { a, b } = await pair(harness, (frame) => void waiting.push(() => echo(frame)));
    const calls = Array.from({ length: harness.inFlightMax }, () =>
      call(a, b.address, Uint8Array.of(7)),
    );
    expect(await codeOfFailure(call(a, b.address, new Uint8Array(1)))).toBe('BUSY');
    while (waiting.length < harness.inFlightMax) await nextTurn();
    for (const answer of waiting.splice(0)) answer();
    expect(await Promise.all(calls)).toHaveLength(harness.inFlightMax);
    const again = call(a, b.address, Uint8Array.of(8));
    while (waiting.length === 0) await nextTurn();
    for (const answer of waiting) answer();
    expect([...(await again)]).toEqual([8]);
  });
}

async function pair(
  harness: TransportHarness,
  handler: FrameHandler,
): Promise<{ a: ListeningTransport; b: ListeningTransport }> {
  const [a, b] = [await harness.start(), await harness.start()];
  for (const { transport } of [a, b]) transport.serve(async ({ body }) => ({ ok: true, body }));
  laneOf(b).serve(handler);
  return { a, b };
}

function laneOf({ transport }: ListeningTransport): FrameLane {
  if (!transport.frames) throw new Error('This transport has no lane of bytes.');
  return transport.frames;
}

interface CallOptions {
  readonly from?: Address;
  readonly timeoutMs?: number;
  readonly trace?: string;
}

function call(
  caller: ListeningTransport,
  to: Address,
  bytes: Pieces,
  { from = caller.address, timeoutMs = PATIENT_MS, trace }: CallOptions = {},
): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    laneOf(caller).call(to, from, bytes, { timeoutMs, trace }, (error, reply) =>
      error ? reject(error) : resolve(reply),
    );
  });
}

function codeOfFailure(ended: Promise<unknown>): Promise<string> {
  return ended.then(
    () => 'none',
    (error: CodedError) => error.code,
  );
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

function randomBytes(length: number): Uint8Array {
  const random = new SeededRandom(length);
  return Uint8Array.from({ length }, () => random.below(256));
}
