// The names of a host's positions on the ring (virtual nodes; Stoica et al., SIGCOMM 2001, section 6, Load Balance;
// ToN 2003, section IV, Consistent Hashing), and which positions lie on distinct hosts.
import { type Address, type NodeRef, isArtificial } from '../id/node-ref';

/**
 * The names of all positions of a host. The first is its address, so that its id is that of `host:port`; the others are
 * `host:port#1`, `host:port#2`, ..., each with the hash of its name as id, as every address has.
 */
export function positionsOf(host: Address, count: number): Address[] {
  return Array.from({ length: count }, (_, place) => positionAt(host, place));
}

/** The index of a position on its host, 0 for the first. */
export function placeOf(position: Address): number {
  const end = position.indexOf('#');
  return end === -1 ? 0 : Number(position.slice(end + 1));
}

/** The name of a position of a host. */
export function positionAt(host: Address, place: number): Address {
  return place === 0 ? host : `${host}#${place}`;
}

/** The host of a position: the address that reaches it, and the unit of failure. */
export function hostOf(position: Address): Address {
  const end = position.indexOf('#');
  return end === -1 ? position : position.slice(0, end);
}

/** A position that is to leave. */
interface Leaving {
  readonly self: NodeRef;
  readonly successor: NodeRef;
}

/**
 * Chooses the position of a host that leaves next when all of them leave: one whose heir stays, because what a position
 * of the same host inherits moves twice. The first one, which names the host, goes last.
 * @param positions the ones that are left, the first one first; at least one
 */
export function nextToLeave<P extends Leaving>(positions: readonly P[]): P {
  const [first, ...others] = positions as readonly [P, ...P[]];
  const heirStays = ({ self, successor }: P): boolean =>
    hostOf(successor.address) !== hostOf(self.address);
  return others.find(heirStays) ?? others[0] ?? first;
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
