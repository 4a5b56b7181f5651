import { IdSpace } from '../id/id-space';
import type { Transport } from '../ports/transport';
import { type Address, nodeRefOf } from '../id/node-ref';
import { ManualClock } from '../testing/manual-clock';
import { followedNetwork } from '../testing/followed-network-conformance';
import { VirtualNetwork } from '../testing/network/virtual-network';
import { SeededRandom } from '../testing/seeded-random';
import { Sha1Hasher } from '../testing/sha1-hasher';
import { describeTransport } from '../testing/transport-conformance';
import type { Envelope } from '../ports/envelope';
import { SharedEndpoint } from './shared-endpoint';

const ref = (address: Address) => nodeRefOf(address, new IdSpace(160), new Sha1Hasher());

describeTransport(
  'virtual, of a host with a second position',
  followedNetwork(64, (address, wire, clock) => {
    const endpoint = new SharedEndpoint(address, wire, clock);
    const transport = endpoint.at(ref(address));
    const closePosition = transport.close.bind(transport);
    endpoint.at(ref(`${address}#1`)).serve(async () => ({ ok: true, body: 'the wrong position' }));
    // Closes the host together with its first position.
    const close = async (): Promise<void> => {
      await closePosition();
      await endpoint.close();
    };
    return { address, transport: Object.assign(transport, { close }) };
  }),
);

describe('positions behind one endpoint', () => {
  const clock = new ManualClock();
  const network = new VirtualNetwork({ clock, random: new SeededRandom(1), latency: () => 1 });
  const endpoint = (host: Address) => new SharedEndpoint(host, network.transport(host), clock);
  const here = endpoint('here:1');
  const there = endpoint('there:1');
  const stranger = endpoint('stranger:1').at(ref('stranger:1'));
  const at = (one: SharedEndpoint, address: Address): Transport => {
    const transport = one.at(ref(address));
    transport.serve(async ({ body, from }) => ({
      ok: true,
      body: { at: address, from: from.address, body },
    }));
    return transport;
  };
  const first = at(here, 'here:1');
  const second = at(here, 'here:1#1');
  at(there, 'there:1');
  const thirdThere = at(there, 'there:1#2');

  const envelope = (from: Address, to: Address, named = true): Envelope => ({
    version: 1,
    ring: { bits: 160, hash: 'sha-1' },
    from: ref(from),
    to: named ? ref(to).id : null,
    type: 'test.message',
    body: { list: [1] },
    deadlineMs: 500,
  });
  const ask = (by: Transport, from: Address, to: Address, named = true): Promise<unknown> =>
    clock.until(by.request(to, envelope(from, to, named), 500));

  it('are each reached by their own names, from other hosts and from their own', async () => {
    const from = { from: 'stranger:1', body: { list: [1] } };
    for (const to of ['here:1', 'here:1#1', 'there:1', 'there:1#2']) {
      expect(await ask(stranger, 'stranger:1', to)).toEqual({
        ok: true,
        body: { at: to, ...from },
      });
    }
    expect(await ask(first, 'here:1', 'here:1#1')).toMatchObject({ body: { at: 'here:1#1' } });
    expect(await ask(second, 'here:1#1', 'here:1')).toMatchObject({
      body: { at: 'here:1', from: 'here:1#1' },
    });
    expect(await ask(second, 'here:1#1', 'there:1#2')).toMatchObject({ body: { at: 'there:1#2' } });
  });

  it('leave messages for no position, or for an absent one, to the host itself', async () => {
    expect(await ask(stranger, 'stranger:1', 'there:1', false)).toMatchObject({
      body: { at: 'there:1' },
    });
    expect(await ask(stranger, 'stranger:1', 'there:1#9')).toMatchObject({
      body: { at: 'there:1' },
    });
    await expect(ask(first, 'here:1', 'here:1#9')).rejects.toMatchObject({ code: 'UNREACHABLE' });
  });

  it('share no object, even without a wire', async () => {
    const sent = envelope('here:1', 'here:1#1');
    const call = first.request('here:1#1', sent, 500);
    (sent.body as { list: number[] }).list.push(2);
    expect(await clock.until(call)).toMatchObject({ body: { body: { list: [1] } } });
  });

  it('end a call within the host at its deadline', async () => {
    const silent = here.at(ref('here:1#3'));
    silent.serve(() => new Promise(() => undefined));
    await expect(ask(first, 'here:1', 'here:1#3')).rejects.toMatchObject({ code: 'TIMEOUT' });
  });

  it('are closed one by one', async () => {
    await thirdThere.close();
    expect(await ask(stranger, 'stranger:1', 'there:1#2')).toMatchObject({
      body: { at: 'there:1' },
    });
    await expect(ask(thirdThere, 'there:1#2', 'here:1')).rejects.toMatchObject({
      code: 'UNREACHABLE',
    });
  });
});
