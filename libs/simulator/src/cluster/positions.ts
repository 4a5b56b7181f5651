// Knows how a host that has several positions on the ring is named (virtual nodes, ToN 2003, section IV-B).
import type { Address } from '@chord-dht/chord';

/** The names of all positions of a host; the first is its address, so that its id is that of `host:port`. */
export function positionsOf(host: Address, count: number): Address[] {
  return Array.from({ length: count }, (_, index) => (index === 0 ? host : `${host}#${index}`));
}

/** The host that a position belongs to. */
export function hostOf(position: Address): Address {
  const end = position.indexOf('#');
  return end === -1 ? position : position.slice(0, end);
}
