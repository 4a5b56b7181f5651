import type { CodedError } from '../base/errors';
import type { Envelope } from '../ports/envelope';
import type { Clock } from '../ports/clock';
import type { Address } from '../id/node-ref';
import type { Transport } from '../ports/transport';
import { ManualClock } from './manual-clock';
import { MemoryNetwork } from './memory-network';
import { describeTransport, type ListeningTransport } from './transport-conformance';

const realClock: Clock = {
  nowMs: () => performance.now(),
  wallMs: () => Date.now(),
  after: (delayMs, task) => {
    const timer = setTimeout(task, delayMs);
    return () => clearTimeout(timer);
  },
};

describeTransport('memory', memoryHarness());

function memoryHarness(): Parameters<typeof describeTransport>[1] {
  const inFlightMax = 256;
  let network = new MemoryNetwork({ clock: realClock, inFlightMax });
  let count = 0;
  const started: ListeningTransport[] = [];
  return {
    inFlightMax,
    start: async (address = `node-${(count += 1)}:1`) => {
      const peer = { address, transport: network.transport(address) };
      started.push(peer);
      return peer;
    },
    kill: async ({ address, transport }) => {
      network.kill(address);
      await transport.close();
      network.revive(address);
    },
    nobody: async () => 'nobody:1',
    stop: async () => {
      for (const { transport } of started.splice(0)) await transport.close();
      network = new MemoryNetwork({ clock: realClock, inFlightMax });
    },
  };
}

function envelope(body: unknown): Envelope {
  return {
    version: 1,
    ring: { bits: 8, hash: 'sha-1' },
    from: { id: '00', address: 'a:1' },
    to: null,
    type: 'test.message',
    body,
    deadlineMs: 100,
  };
}

function call(from: Transport, to: Address, timeoutMs = 100): Promise<string> {
  return from.request(to, envelope('hello'), timeoutMs).then(
    (reply) => (reply.ok ? 'ok' : reply.code),
    (error: CodedError) => error.code,
  );
}

describe('MemoryNetwork', () => {
  function ring(options: ConstructorParameters<typeof MemoryNetwork>[0] = {}) {
    const network = new MemoryNetwork(options);
    const [a, b] = [network.transport('a:1'), network.transport('b:1')];
    for (const transport of [a, b]) transport.serve(async ({ body }) => ({ ok: true, body }));
    return { network, a, b };
  }

  it('refuses calls to and from a killed node until it is revived', async () => {
    const { network, a, b } = ring();
    network.kill('b:1');
    expect(await call(a, 'b:1')).toBe('UNREACHABLE');
    expect(await call(b, 'a:1')).toBe('UNREACHABLE');
    network.revive('b:1');
    expect(await call(a, 'b:1')).toBe('ok');
    expect(await call(b, 'a:1')).toBe('ok');
  });

  it('lets calls to a silently dead node run into their deadline', async () => {
    const clock = new ManualClock();
    const { network, a } = ring({ clock });
    network.kill('b:1', 'silent');
    const outcome = call(a, 'b:1', 70);
    expect(await clock.until(outcome)).toBe('TIMEOUT');
    expect(clock.nowMs()).toBe(70);
    expect(clock.pending).toBe(0);
  });

  it('times lost messages out at once when there is no clock', async () => {
    const { network, a } = ring();
    network.kill('b:1', 'silent');
    expect(await call(a, 'b:1')).toBe('TIMEOUT');
  });

  it('blocks one direction: requests that way and replies that way', async () => {
    const { network, a, b } = ring();
    network.block('a:1', 'b:1');
    expect(await call(a, 'b:1')).toBe('TIMEOUT');
    expect(await call(b, 'a:1')).toBe('TIMEOUT');
    network.heal('a:1', 'b:1');
    expect(await call(a, 'b:1')).toBe('ok');
    network.partition(['a:1'], ['b:1']);
    expect(await call(b, 'a:1')).toBe('TIMEOUT');
    network.heal();
    expect(await call(b, 'a:1')).toBe('ok');
  });

  it('takes the latency of each way', async () => {
    const clock = new ManualClock();
    const { a } = ring({ clock, latencyMs: (from) => (from === 'a:1' ? 3 : 5) });
    expect(await clock.until(call(a, 'b:1'))).toBe('ok');
    expect(clock.nowMs()).toBe(8);
  });

  it('breaks open calls when a process is restarted, and the new one is another', async () => {
    const { network, a, b } = ring();
    b.serve(() => new Promise(() => undefined));
    const open = call(a, 'b:1');
    const fresh = await network.restart('b:1');
    expect(await open).toBe('UNREACHABLE');
    expect(fresh).not.toBe(b);
    expect(await call(a, 'b:1')).toBe('UNREACHABLE');
    fresh.serve(async () => ({ ok: true, body: null }));
    expect(await call(a, 'b:1')).toBe('ok');
    expect(await call(b, 'a:1')).toBe('UNREACHABLE');
  });

  it('refuses what no codec could carry', async () => {
    const { a } = ring();
    await expect(a.request('b:1', envelope({ run: () => 1 }), 100)).rejects.toThrow(TypeError);
    await expect(a.request('b:1', envelope(new Map()), 100)).rejects.toThrow('Map');
  });
});
