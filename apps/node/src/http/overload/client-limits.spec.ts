import { startTestNode } from '../../testing/test-node';
import { ClientLimits } from './client-limits';

describe('the limits of one client', () => {
  it('let as many through at once as a second allows, and then one after the other', () => {
    const limits = new ClientLimits({ perSecond: 10, underWayMax: 0 });
    const may = (name: string, ms: number): boolean => limits.enter(name, ms).ok;
    for (let time = 0; time < 10; time += 1) expect(may('a', 0)).toBe(true);
    expect(limits.enter('a', 0)).toMatchObject({ ok: false, why: 'rate' });
    expect(may('a', 99)).toBe(false);
    expect(may('a', 101)).toBe(true);
    expect(may('a', 101)).toBe(false);
    expect(may('b', 101)).toBe(true);
    // Unused credit is not saved up beyond a second.
    for (let time = 0; time < 10; time += 1) expect(may('a', 3_600_000)).toBe(true);
    expect(may('a', 3_600_000)).toBe(false);
  });

  it('let so many be under way, each released once', () => {
    const limits = new ClientLimits({ perSecond: 0, underWayMax: 2 });
    const first = limits.enter('a', 0);
    expect(limits.enter('a', 0).ok).toBe(true);
    expect(limits.enter('a', 0)).toMatchObject({ ok: false, why: 'under-way' });
    if (first.ok) {
      first.release();
      first.release();
    }
    expect(limits.enter('a', 0).ok).toBe(true);
    expect(limits.enter('a', 0).ok).toBe(false);
    expect(limits.enter('b', 0).ok).toBe(true);
  });

  it('keep no more clients in mind than they may, and none of them twice', () => {
    const limits = new ClientLimits({ perSecond: 1, underWayMax: 1 });
    for (let client = 0; client < 12_000; client += 1) limits.enter(`client ${client}`, client);
    expect((limits as unknown as { clients: Map<string, unknown> }).clients.size).toBe(10_000);
  });
});

describe('the clients that are kept in mind', () => {
  it('are those that have asked lately, however many ask once', () => {
    const limits = new ClientLimits({ perSecond: 1_000, underWayMax: 0 });
    const { clients } = limits as unknown as { clients: Map<string, object> };
    limits.enter('busy', 0);
    const busy = clients.get('busy');
    for (let nowMs = 0; nowMs < 12_000; nowMs += 1) {
      limits.enter(`client ${nowMs}`, nowMs);
      if (nowMs % 400 === 0) limits.enter('busy', nowMs);
    }
    expect(clients.get('busy')).toBe(busy);
    expect([clients.size, clients.has('client 0')]).toEqual([10_000, false]);
  });
});

describe('a node that limits its clients', () => {
  it('answers 429 with the option, to this client alone, and never for health', async () => {
    const node = await startTestNode({ config: { clientRate: 5, clientLimitLoopback: true } });
    const answers = [];
    for (let time = 0; time < 12; time += 1) answers.push(await node.get('/dht/peers'));
    const refused = answers.find(({ status }) => status === 429);
    expect(refused?.json()).toMatchObject({ code: 'TOO_MANY_REQUESTS' });
    expect(refused?.text).toContain('--client-rate');
    expect(Number(refused?.headers['retry-after'])).toBeGreaterThan(0);
    for (let time = 0; time < 12; time += 1)
      expect((await node.get('/health/live')).status).toBe(200);
  });

  it('does not limit processes of its own machine by default', async () => {
    const node = await startTestNode({ config: { clientRate: 1 } });
    for (let time = 0; time < 5; time += 1) expect((await node.get('/dht/peers')).status).toBe(200);
  });
});
