// Knows how a host that has several positions on the ring is named (virtual nodes; Stoica et al., SIGCOMM
// 2001, section 6.1; ToN 2003, section IV-B), and which of its positions and others lie on distinct hosts.
import type { Address } from '../ports/transport';
import { isArtificial, type NodeRef } from './node-ref';

/**
 * The names of all positions of a host. The first is its address, so that its id is that of
 * `host:port`; the others are `host:port#1`, `host:port#2`, ..., each with the id that is the hash of
 * its name, as every address has.
 */
export function positionsOf(host: Address, count: number): Address[] {
  return Array.from({ length: count }, (_, index) => (index === 0 ? host : `${host}#${index}`));
}

/** The host that a position belongs to: where it is reached, and what fails as one. */
export function hostOf(position: Address): Address {
  const end = position.indexOf('#');
  return end === -1 ? position : position.slice(0, end);
}

/** The first position of each host, in the given order, of at most `count` hosts. Padding is left out. */
export function onDistinctHosts(nodes: Iterable<NodeRef>, count: number): NodeRef[] {
  const byHost = new Map<Address, NodeRef>();
  for (const node of nodes) {
    if (byHost.size === count) break;
    const host = hostOf(node.address);
    if (!isArtificial(node) && !byHost.has(host)) byHost.set(host, node);
  }
  return [...byHost.values()];
}
