import type { Envelope } from '../../ports/envelope';
import type { Transport } from '../../ports/transport';
import { followedNetwork } from '../followed-network-conformance';
import { SeededRandom } from '../seeded-random';
import { takeTurns } from '../take-turns';
import { EventLoop } from '../time/event-loop';
import { VirtualClock } from '../time/virtual-clock';
import { describeTransport } from '../transport-conformance';
import { exponential, latencyOf } from './latency';
import { VirtualNetwork, type VirtualNetworkOptions } from './virtual-network';

describeTransport(
  'virtual',
  followedNetwork(256, (address, transport) => ({ address, transport })),
);

function networkOf(options: Partial<VirtualNetworkOptions> = {}): VirtualNetwork {
  return new VirtualNetwork({
    clock: new VirtualClock(),
    random: new SeededRandom(1),
    latency: latencyOf({ kind: 'constant', ms: 1 }),
    ...options,
  });
}

function envelope(body: unknown): Envelope {
  const from = { id: '00', address: 'a:1' };
  const ring = { bits: 8, hash: 'sha-1' };
  return { version: 1, ring, from, to: null, type: 'test.message', body, deadlineMs: 100 };
}

describe('the virtual network', () => {
  function pair(options: Partial<VirtualNetworkOptions> = {}) {
    const clock = new VirtualClock();
    const network = networkOf({ clock, ...options });
    const loop = new EventLoop(clock, { takeTurns });
    const [a, b] = [network.transport('a:1'), network.transport('b:1')];
    const arrived: unknown[] = [];
    b.serve(async ({ body }) => {
      arrived.push(body);
      return { ok: true, body };
    });
    a.serve(async ({ body }) => ({ ok: true, body }));
    const call = (from: Transport, to: string, body: unknown = 'hello'): Promise<string> =>
      loop.settle(
        from.request(to, envelope(body), 100).then(
          (reply) => (reply.ok ? 'ok' : reply.code),
          (error: { code: string }) => error.code,
        ),
      );
    return { clock, network, loop, a, b, arrived, call };
  }

  it('takes one latency there and one back', async () => {
    const { clock, call, a } = pair({ latency: latencyOf({ kind: 'constant', ms: 7 }) });
    expect(await call(a, 'b:1')).toBe('ok');
    expect(clock.nowMs()).toBe(14);
  });

  it('cuts one way only when told so: the request arrives and its answer does not', async () => {
    const { network, call, a, b, arrived } = pair();
    network.faults.cut(['b:1'], ['a:1']);
    expect(await call(a, 'b:1')).toBe('TIMEOUT');
    expect(arrived).toEqual(['hello']);
    expect(await call(b, 'a:1')).toBe('TIMEOUT');
    network.faults.heal();
    expect(await call(b, 'a:1')).toBe('ok');
  });

  it('loses, doubles and holds up as many messages as it is told', async () => {
    const { network, call, a, arrived } = pair();
    network.faults.setNoise({ loss: 0.5 });
    const ends = [];
    for (let index = 0; index < 400; index += 1) ends.push(await call(a, 'b:1', index));
    const lost = ends.filter((end) => end === 'TIMEOUT').length;
    expect(Math.abs(lost / 400 - 0.75)).toBeLessThan(0.08);
    arrived.length = 0;
    network.faults.setNoise({ duplicate: 1 });
    expect(await call(a, 'b:1', 'twice')).toBe('ok');
    expect(arrived).toEqual(['twice', 'twice']);
  });

  it('lets a held-up message be overtaken', async () => {
    const { network, loop, a, arrived } = pair();
    network.faults.setNoise({ reorder: 0.5, reorderMs: 50 });
    const calls = Array.from({ length: 20 }, (_, index) => a.request('b:1', envelope(index), 500));
    await loop.settle(Promise.all(calls));
    expect(arrived).not.toEqual([...arrived].sort((x, y) => (x as number) - (y as number)));
    expect(arrived).toHaveLength(20);
  });

  it('makes one address slow in both directions', async () => {
    const { network, clock, call, a } = pair();
    network.faults.slowDown('b:1', 20);
    expect(await call(a, 'b:1')).toBe('ok');
    expect(clock.nowMs()).toBe(42);
    network.faults.slowDown('b:1', 0);
    expect(await call(a, 'b:1')).toBe('ok');
    expect(clock.nowMs()).toBe(44);
  });

  it('leaves callers of a dead process in silence when the dead are silent', async () => {
    const { network, clock, call, a } = pair({ death: 'silent' });
    network.kill('b:1');
    expect(await call(a, 'b:1')).toBe('TIMEOUT');
    expect(clock.nowMs()).toBe(100);
  });

  it('lets one process die in silence where others do not', async () => {
    const { network, clock, call, a } = pair();
    network.kill('b:1', 'silent');
    expect(await call(a, 'b:1')).toBe('TIMEOUT');
    expect(clock.pending).toBe(0);
    const again = network.transport('b:1');
    again.serve(async ({ body }) => ({ ok: true, body }));
    expect(await call(a, 'b:1')).toBe('ok');
    network.kill('b:1');
    expect(await call(a, 'b:1')).toBe('UNREACHABLE');
  });

  it('breaks open calls when a process is restarted, and the new one is another', async () => {
    const { network, loop, call, a, b } = pair();
    b.serve(() => new Promise(() => undefined));
    const open = a.request('b:1', envelope('hello'), 100);
    await loop.advance(2);
    const fresh = network.restart('b:1');
    await expect(loop.settle(open)).rejects.toMatchObject({ code: 'UNREACHABLE' });
    expect(fresh).not.toBe(b);
    expect(await call(a, 'b:1')).toBe('UNREACHABLE');
    fresh.serve(async () => ({ ok: true, body: null }));
    expect(await call(a, 'b:1')).toBe('ok');
  });

  it('loses what travels between two groups until it is healed', async () => {
    const { network, call, a, b } = pair();
    network.faults.part(['a:1'], ['b:1']);
    expect(await call(a, 'b:1')).toBe('TIMEOUT');
    expect(await call(b, 'a:1')).toBe('TIMEOUT');
    network.faults.heal();
    expect(await call(b, 'a:1')).toBe('ok');
  });

  it('takes the latency of each way', async () => {
    const { clock, call, a } = pair({ latency: (_random, from) => (from === 'a:1' ? 3 : 5) });
    expect(await call(a, 'b:1')).toBe('ok');
    expect(clock.nowMs()).toBe(8);
  });

  it('refuses what no codec could carry', async () => {
    const { a } = pair();
    await expect(a.request('b:1', envelope({ run: () => 1 }), 100)).rejects.toThrow(TypeError);
    await expect(a.request('b:1', envelope(new Map()), 100)).rejects.toThrow('Map');
  });

  it('lets nothing of a dead process go on', async () => {
    const { network, loop, a } = pair();
    let settled = false;
    const mark = (): void => void (settled = true);
    a.request('b:1', envelope(0), 50).then(mark, mark);
    network.kill('a:1');
    await loop.advance(1_000);
    expect(settled).toBe(false);
  });

  it('draws latencies with the mean that was asked for', () => {
    const random = new SeededRandom(5);
    const mean = (draw: () => number): number => {
      let sum = 0;
      for (let index = 0; index < 20_000; index += 1) sum += draw();
      return sum / 20_000;
    };
    expect(Math.abs(mean(() => exponential(random, 50)) - 50)).toBeLessThan(1.5);
    const uniform = latencyOf({ kind: 'uniform', minMs: 10, maxMs: 20 });
    expect(Math.abs(mean(() => uniform(random)) - 15)).toBeLessThan(0.1);
    const shifted = latencyOf({ kind: 'exponential', meanMs: 5, minMs: 10 });
    expect(Math.abs(mean(() => shifted(random)) - 15)).toBeLessThan(0.3);
  });
});
