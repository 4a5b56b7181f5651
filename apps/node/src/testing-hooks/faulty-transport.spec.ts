import type { CodedError, Envelope, EnvelopeHandler, Transport } from '@chord-dht/chord';
import { describeTransport } from '@chord-dht/chord/testing/transport-conformance';
import { SeededRandom } from '@chord-dht/chord/testing';
import { fakeOnly, loopbackHarness } from '@chord-dht/transport/testing';
import { NO_FAULTS, type Faults } from './faults';
import { FaultyTransport } from './faulty-transport';

const healthy = loopbackHarness('mux', 1_024);

describeTransport('mux with the fault hook, healed', {
  ...healthy,
  start: async (address) => {
    const peer = await healthy.start(address);
    const transport = new FaultyTransport(peer.transport, new SeededRandom(1));
    return Object.assign(peer, { transport });
  },
});

const envelope: Envelope = {
  version: 1,
  ring: { bits: 160, hash: 'sha-1' },
  from: { id: '00', address: 'localhost:1' },
  to: null,
  type: 'test.message',
  body: null,
  deadlineMs: 30,
};

class Recorder implements Transport {
  readonly sent: string[] = [];
  handler: EnvelopeHandler | undefined;
  onRequest = (): void => undefined;

  async request(to: string): Promise<{ ok: true; body: null }> {
    this.sent.push(to);
    this.onRequest();
    return { ok: true, body: null };
  }
  serve(handler: EnvelopeHandler): void {
    this.handler = handler;
  }
  async close(): Promise<void> {}
}

describe('a transport on a faulty network', () => {
  const inner = new Recorder();
  const transport = new FaultyTransport(inner, new SeededRandom(1));
  const set = (faults: Partial<Faults>): void => {
    transport.faults = { ...NO_FAULTS, ...faults };
  };
  const block = new Set(['localhost:1']);
  const outcomeOf = (call: Promise<unknown>): Promise<string> =>
    call.then(
      () => 'answered',
      (error: CodedError) => error.code,
    );
  /** The result of a request, and its duration in milliseconds. */
  const ask = async (to: string, timeoutMs = 30): Promise<[string, number]> => {
    const startMs = performance.now();
    const outcome = outcomeOf(transport.request(to, envelope, timeoutMs));
    const seen = outcome.then((what): [string, number] => [what, performance.now() - startMs]);
    await jest.advanceTimersByTimeAsync(timeoutMs);
    return seen;
  };
  const receive = async (): Promise<boolean> => {
    const reply = inner.handler!(envelope);
    await jest.advanceTimersByTimeAsync(envelope.deadlineMs);
    return (await reply).ok;
  };
  beforeEach(() => fakeOnly('setTimeout', 'clearTimeout', 'performance'));
  transport.serve(async () => ({ ok: true, body: null }));
  afterEach(() => {
    inner.sent.length = 0;
    inner.onRequest = () => undefined;
    set({});
    jest.useRealTimers();
  });

  it('lets requests to a blocked peer run into their time-out, and those to others through', async () => {
    set({ block });
    expect(await ask('localhost:1')).toEqual(['TIMEOUT', 30]);
    expect(await ask('localhost:2')).toEqual(['answered', 0]);
    expect(inner.sent).toEqual(['localhost:2']);
  });

  it('drops what comes from a blocked peer, unless only one way is cut', async () => {
    expect(await receive()).toBe(true);
    set({ block });
    expect(await receive()).toBe(false);
    set({ block, oneWay: true });
    expect(await receive()).toBe(true);
    expect(await ask('localhost:1')).toEqual(['TIMEOUT', 30]);
  });

  it('loses a reply that comes after the cut', async () => {
    inner.onRequest = () => set({ block });
    expect(await ask('localhost:1')).toEqual(['TIMEOUT', 30]);
    expect(inner.sent).toEqual(['localhost:1']);
  });

  it('delays, and loses a share', async () => {
    set({ delayMs: 20 });
    expect(await ask('localhost:2', 2_000)).toEqual(['answered', 20]);
    expect(await ask('localhost:2', 10)).toEqual(['TIMEOUT', 10]);
    set({ drop: 0.5 });
    const outcomes = await Promise.all(Array.from({ length: 100 }, () => ask('localhost:2')));
    const lost = outcomes.filter(([outcome]) => outcome === 'TIMEOUT').length;
    expect(lost).toBeGreaterThan(25);
    expect(lost).toBeLessThan(75);
  });

  it('ends what waits when it closes', async () => {
    const closing = new FaultyTransport(inner, new SeededRandom(1));
    closing.faults = { ...NO_FAULTS, block };
    const call = closing.request('localhost:1', envelope, 60_000);
    await Promise.all([
      expect(call).rejects.toMatchObject({ code: 'UNREACHABLE' }),
      closing.close(),
    ]);
  });
});
