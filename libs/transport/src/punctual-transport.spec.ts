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

describe('a transport of a process that was stopped', () => {
  let nowMs = 0;
  jest.useFakeTimers({ doNotFake: ['performance', 'setImmediate', 'nextTick', 'queueMicrotask'] });
  jest.spyOn(performance, 'now').mockImplementation(() => nowMs);
  const inner = new Inner();
  const transport = new PunctualTransport(inner);
  const seen: number[] = [];
  transport.serve(async ({ deadlineMs }) => {
    seen.push(deadlineMs);
    return { ok: true, body: null };
  });
  const receive = (deadlineMs: number) => inner.handler!(envelopeOf(deadlineMs));
  /** Time passes without a turn of the event loop. */
  const holdUp = (): void => void (nowMs += HELD_UP_MS);
  /** Runs the timers that are due, each once. */
  const turn = (): void => jest.runOnlyPendingTimers();
  const keepUp = (): void => {
    for (let step = 0; step < 100; step += 1) {
      nowMs += 10;
      jest.advanceTimersByTime(10);
    }
  };
  beforeEach(() => {
    keepUp();
    seen.length = 0;
  });
  afterAll(async () => {
    await transport.close();
    jest.useRealTimers();
    jest.restoreAllMocks();
  });

  it('refuses a message that may have waited past its deadline', async () => {
    holdUp();
    expect(await receive(HELD_UP_MS - 300)).toMatchObject({ ok: false, code: 'BUSY' });
    expect(seen).toEqual([]);
  });

  it('is no more certain when its clock ticks before it reads', async () => {
    holdUp();
    // Timers come before sockets in a turn of the event loop.
    turn();
    expect(await receive(HELD_UP_MS - 300)).toMatchObject({ ok: false, code: 'BUSY' });
  });

  it('takes the time off that a message may have waited', async () => {
    holdUp();
    expect(await receive(60_000)).toMatchObject({ ok: true });
    // Two ticks of a hundred milliseconds are the uncertainty of the measured time.
    expect(seen).toEqual([60_000 - HELD_UP_MS + 100]);
  });

  it('works on everything again when it keeps up', async () => {
    holdUp();
    keepUp();
    expect(await receive(1)).toMatchObject({ ok: true });
    expect(seen).toEqual([1]);
  });
});
