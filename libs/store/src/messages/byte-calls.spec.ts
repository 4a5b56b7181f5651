import { ChordError, type BytesDone, type ChordNode, type NodeRef } from '@chord-dht/chord';
import { ManualClock } from '@chord-dht/chord/testing';
import { ByteCalls } from './byte-calls';

const NODE: NodeRef = { id: 'b', address: 'b:1' };
const NOTHING = new Uint8Array(0);

function caller(ping: () => Promise<unknown>) {
  const clock = new ManualClock();
  const sent: BytesDone[] = [];
  let pings = 0;
  const peers = {
    callBytes: (_to: NodeRef, _bytes: Uint8Array, _options: unknown, done: BytesDone) =>
      void sent.push(done),
    call: () => {
      pings += 1;
      return ping();
    },
  };
  const chord = { clock, peers } as unknown as ChordNode;
  const faults: unknown[] = [];
  const calls = new ByteCalls(chord, (error) => faults.push(error));
  const call = (): Promise<Uint8Array> => calls.ask(NODE, NOTHING, { timeoutMs: 8_000 });
  return { clock, sent, call, faults, pings: () => pings };
}

const silent = (): Promise<never> => Promise.reject(new ChordError('TIMEOUT', 'no answer'));

describe('calls of bytes', () => {
  it('ask for no sign of life while they are answered in time, and leave no timer behind', async () => {
    const { clock, sent, call, pings } = caller(async () => null);
    const answered = call();
    await clock.advance(290);
    sent[0]?.(undefined, Uint8Array.of(1));
    expect([...(await answered)]).toEqual([1]);
    await clock.advance(2_000);
    expect(pings()).toBe(0);
    expect(clock.pending).toBe(0);
  });

  it('are given up together when the member does not answer a ping, each not before its time', async () => {
    const { clock, call, pings } = caller(silent);
    const codes: string[] = [];
    const follow = (asked: Promise<unknown>): void =>
      void asked.catch(({ code }: ChordError) => codes.push(code));
    follow(call());
    follow(call());
    await clock.advance(200);
    follow(call());
    await clock.advance(110);
    expect(codes).toEqual(['TIMEOUT', 'TIMEOUT']);
    expect(pings()).toBe(1);
    await clock.advance(200);
    expect(codes).toHaveLength(3);
  });

  it('go on waiting for a slow live member, and ping it again', async () => {
    const { clock, sent, call, pings } = caller(async () => null);
    const answered = call();
    await clock.advance(1_000);
    expect(pings()).toBe(3);
    sent[0]?.(undefined, Uint8Array.of(2));
    expect([...(await answered)]).toEqual([2]);
  });

  it('end once: an answer after they were given up is ignored', async () => {
    const { clock, sent, call } = caller(silent);
    const failed = call().catch(({ code }: ChordError) => code);
    await clock.advance(400);
    sent[0]?.(undefined, NOTHING);
    expect(await failed).toBe('TIMEOUT');
  });

  it('report a ping that fails by a defect, and are not ended by it', async () => {
    const { clock, sent, call, faults } = caller(() => Promise.reject(new TypeError('a defect')));
    const answered = call();
    await clock.advance(400);
    expect(faults).toEqual([expect.any(TypeError)]);
    sent[0]?.(undefined, Uint8Array.of(3));
    expect([...(await answered)]).toEqual([3]);
  });
});
