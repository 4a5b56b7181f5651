import type { Envelope, EnvelopeHandler, ReplyEnvelope, Transport } from '@chord-dht/chord';
import { PunctualTransport } from './punctual-transport';

const HELD_UP_MS = 500;

class Inner implements Transport {
  handler: EnvelopeHandler | undefined;
  request(): Promise<ReplyEnvelope> {
    return Promise.resolve({ ok: true, body: null });
  }
  serve(handler: EnvelopeHandler): void {
    this.handler = handler;
  }
  async close(): Promise<void> {}
}

function envelopeOf(deadlineMs: number): Envelope {
  return {
    version: 1,
    ring: { bits: 160, hash: 'sha-1' },
    from: { id: '00', address: 'localhost:1' },
    to: null,
    type: 'test.message',
    body: null,
    deadlineMs,
  };
}

function holdUp(): void {
  const endMs = performance.now() + HELD_UP_MS;
  while (performance.now() < endMs);
}

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('a transport of a process that was held up', () => {
  const inner = new Inner();
  const transport = new PunctualTransport(inner);
  const seen: number[] = [];
  transport.serve(async ({ deadlineMs }) => {
    seen.push(deadlineMs);
    return { ok: true, body: null };
  });
  const receive = (deadlineMs: number) => inner.handler!(envelopeOf(deadlineMs));
  const keepsUp = async (): Promise<void> => {
    while (transport.waitedMs > 0) await nextTurn();
  };
  beforeEach(async () => {
    await keepsUp();
    seen.length = 0;
  });
  afterAll(() => transport.close());

  it('does not work on what may have waited for longer than its sender', async () => {
    holdUp();
    expect(await receive(HELD_UP_MS - 300)).toMatchObject({ ok: false, code: 'BUSY' });
    expect(seen).toEqual([]);
  });

  it('is no more certain when its clock ticks before it reads', async () => {
    holdUp();
    // Timers come before sockets in a turn of the event loop.
    const received = new Promise<ReplyEnvelope>((resolve) =>
      setTimeout(() => resolve(receive(HELD_UP_MS - 300))),
    );
    holdUp();
    expect(await received).toMatchObject({ ok: false, code: 'BUSY' });
  });

  it('takes the time off that a message may have waited', async () => {
    holdUp();
    expect(await receive(60_000)).toMatchObject({ ok: true });
    expect(seen[0]).toBeLessThanOrEqual(60_000 - HELD_UP_MS + 200);
    expect(seen[0]).toBeGreaterThan(0);
  });

  it('works on everything again when it keeps up', async () => {
    holdUp();
    await keepsUp();
    expect(await receive(1)).toMatchObject({ ok: true });
    expect(seen).toEqual([1]);
  });
});
