// The address under which peers reach this node: its own, unless a proxy in between has another one.
import type { Address } from '@chord-dht/chord';
import type { NodeConfig } from './options';

export function addressOf({
  advertise,
  host,
  port,
}: Pick<NodeConfig, 'advertise' | 'host' | 'port'>): Address {
  return advertise ?? `${host}:${port}`;
}

/** The `host` and `port` under which peers reach this node. */
export function advertisedOf(config: Pick<NodeConfig, 'advertise' | 'host' | 'port'>): {
  readonly host: string;
  readonly port: number;
} {
  const address = addressOf(config);
  const colon = address.lastIndexOf(':');
  return { host: address.slice(0, colon), port: Number(address.slice(colon + 1)) };
}
