import type { Envelope, Transport } from '@chord-dht/chord';
import { SeededRandom } from '@chord-dht/chord/testing';
import {
  describeTransport,
  type ListeningTransport,
} from '@chord-dht/chord/testing/transport-conformance';
import { testHost } from '../testing/node-host';
import { EventLoop } from '../time/event-loop';
import { VirtualClock } from '../time/virtual-clock';
import { exponential, latencyOf } from './latency';
import { VirtualNetwork, type VirtualNetworkOptions } from './virtual-network';

describeTransport('virtual', realTimeHarness());

/** The suite waits in real time, so virtual time follows it here. */
function realTimeHarness(): Parameters<typeof describeTransport>[1] {
  const inFlightMax = 256;
  let clock = new VirtualClock();
  let network = networkOf({ clock, inFlightMax });
  let count = 0;
  let startedMs = performance.now();
  let pump: NodeJS.Immediate | undefined;
  const started: ListeningTransport[] = [];
  const follow = (): void => {
    const nowMs = performance.now() - startedMs;
    while (clock.runNext(nowMs, 0) > 0);
    clock.passTo(nowMs);
    pump = setImmediate(follow);
  };
  return {
    inFlightMax,
    start: async (address = `node-${(count += 1)}:1`) => {
      if (!pump) follow();
      const peer = { address, transport: network.transport(address) };
      started.push(peer);
      return peer;
    },
    kill: async ({ address }) => network.kill(address),
    nobody: async () => 'nobody:1',
    stop: async () => {
      for (const { transport } of started.splice(0)) await transport.close();
      if (pump) clearImmediate(pump);
      pump = undefined;
      clock = new VirtualClock();
      network = networkOf({ clock, inFlightMax });
      startedMs = performance.now();
    },
  };
}

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
    const loop = new EventLoop(clock, testHost);
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
