// Divides the members by a drawn cut: neighbours in the order of their start stay together.
import type { Address } from '@chord-dht/chord';
import type { LinkFaults } from '@chord-dht/chord/testing';

export interface Cut {
  /** The beginning of the one part, and its share of all members; both from 0 to 1. */
  readonly pick: number;
  readonly share: number;
  readonly bothWays: boolean;
}

export function cutInTwo(
  faults: LinkFaults,
  addresses: readonly Address[],
  { pick, share, bothWays }: Cut,
): void {
  const start = Math.floor(pick * addresses.length);
  const turned = [...addresses.slice(start), ...addresses.slice(0, start)];
  const one = turned.slice(0, Math.ceil(share * turned.length));
  const other = turned.slice(one.length);
  faults.cut(one, other);
  if (bothWays) faults.cut(other, one);
}
