// A virtual network whose time follows that of the machine, for suites that wait in real time.
import type { Address } from '../id/node-ref';
import type { Clock } from '../ports/clock';
import type { Transport } from '../ports/transport';
import { VirtualNetwork } from './network/virtual-network';
import { SeededRandom } from './seeded-random';
import { VirtualClock } from './time/virtual-clock';
import type { ListeningTransport, TransportHarness } from './transport-harness-conformance';

/**
 * @param inFlightMax calls that one transport may have open to one peer
 * @param listen makes of the transport of an address what the suite calls
 */
export function followedNetwork(
  inFlightMax: number,
  listen: (address: Address, transport: Transport, clock: Clock) => ListeningTransport,
): TransportHarness {
  let world = worldOf(inFlightMax);
  let count = 0;
  const started: ListeningTransport[] = [];
  return {
    inFlightMax,
    start: async (address = `node-${(count += 1)}:1`) => {
      world.follow();
      const peer = listen(address, world.network.transport(address), world.clock);
      started.push(peer);
      return peer;
    },
    kill: async ({ address }) => world.network.kill(address),
    nobody: async () => 'nobody:1',
    stop: async () => {
      await Promise.all(started.splice(0).map(({ transport }) => transport.close()));
      world.stop();
      world = worldOf(inFlightMax);
    },
  };
}

function worldOf(inFlightMax: number) {
  const clock = new VirtualClock();
  const network = new VirtualNetwork({
    clock,
    random: new SeededRandom(1),
    latency: () => 1,
    inFlightMax,
  });
  const startedMs = performance.now();
  let pump: NodeJS.Immediate | undefined;
  const turn = (): void => {
    const nowMs = performance.now() - startedMs;
    while (clock.runNext(nowMs, 0) > 0);
    clock.passTo(nowMs);
    pump = setImmediate(turn);
  };
  return {
    clock,
    network,
    follow: () => void (pump ??= setImmediate(turn)),
    stop: () => clearImmediate(pump),
  };
}
