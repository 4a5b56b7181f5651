import type { CodedError, Envelope, FaultContext } from '@chord-dht/chord';
import {
  startPeer,
  stopPeer,
  type LoopbackPeer,
  type PeerOptions,
} from './testing/loopback-transports';
import type { AddressPolicy } from './address/address-policy';

const envelope: Envelope = {
  version: 1,
  ring: { bits: 160, hash: 'sha-1' },
  from: { id: '00', address: '127.0.0.1:1' },
  to: null,
  type: 'test.message',
  body: 'hello',
  deadlineMs: 500,
  trace: 'r-1',
};

describe.each(['mux', 'http'] as const)('the transport %s', (kind) => {
  const started: LoopbackPeer[] = [];
  const told: { error: unknown; about: FaultContext | undefined }[] = [];
  const start = async (options: PeerOptions = {}): Promise<LoopbackPeer> => {
    const onFault = (error: unknown, about?: FaultContext): void =>
      void told.push({ error, about });
    const peer = await startPeer(kind, { onFault, ...options });
    peer.transport.serve(async ({ body }) => ({ ok: true, body }));
    started.push(peer);
    return peer;
  };
  const ask = (from: LoopbackPeer, to: LoopbackPeer): Promise<unknown> =>
    from.transport.request(to.address, envelope, 20_000).catch((error: unknown) => error);
  afterEach(async () => {
    told.length = 0;
    await Promise.all(started.splice(0).map(stopPeer));
  });

  it('reports a handler that breaks its contract, and the request that it was for', async () => {
    const [a, b] = [await start(), await start()];
    const error = new TypeError('a secret');
    b.transport.serve(() => Promise.reject(error));
    const answer = (await ask(a, b)) as { message: string };
    expect(answer).toMatchObject({ ok: false, code: 'INTERNAL' });
    expect(answer.message).not.toContain('secret');
    expect(told).toEqual([{ error, about: { type: 'test.message', trace: 'r-1' } }]);
  });

  it('reports an answer that cannot be sent', async () => {
    const [a, b] = [await start(), await start()];
    b.transport.serve(async () => ({ ok: true, body: Symbol('no data') }));
    expect(await ask(a, b)).toMatchObject({ ok: false, code: 'INTERNAL' });
    expect(told).toMatchObject([{ about: { type: 'test.message', trace: 'r-1' } }]);
    b.transport.serve(async ({ body }) => ({ ok: true, body }));
    expect(await ask(a, b)).toEqual({ ok: true, body: 'hello' });
  });

  it('does not report a defect while sending as an unreachable peer', async () => {
    const error = new TypeError('an unforeseen failure');
    const policy = {
      check: () => {
        throw error;
      },
    } as unknown as AddressPolicy;
    const [a, b] = [await start({ policy }), await start()];
    const failure = await ask(a, b);
    const isTold = told.some((one) => one.error === error);
    // Either thrown to the caller, who has the request, or reported at once: never silent, never UNREACHABLE.
    expect(failure === error || isTold).toBe(true);
    expect((failure as CodedError).code ?? 'INTERNAL').toBe('INTERNAL');
  });
});
