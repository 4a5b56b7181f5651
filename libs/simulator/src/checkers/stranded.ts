// The nodes that no protocol could bring back: they and the ring have forgotten each other.
import type { Address, ChordNode } from '@chord-dht/chord';
import type { Cluster } from '../cluster/cluster';

/**
 * Returns the nodes that no memory of any node connects to the largest group, in either direction. This happens when
 * all peers that a node ever met have left for good; an operator has to name a new one.
 */
export function strandedNodes(cluster: Cluster): ChordNode[] {
  const links = linksOf(cluster.nodes());
  const groups: Address[][] = [];
  const seen = new Set<Address>();
  for (const start of links.keys()) if (!seen.has(start)) groups.push(reach(start, links, seen));
  const [, ...others] = groups.sort((a, b) => b.length - a.length);
  return others.flat().map((address) => cluster.node(address) as ChordNode);
}

function linksOf(nodes: readonly ChordNode[]): Map<Address, Set<Address>> {
  const links = new Map(nodes.map((node) => [node.self.address, new Set<Address>()]));
  for (const node of nodes) {
    for (const peer of node.rememberedPeers()) {
      if (!links.has(peer)) continue;
      links.get(node.self.address)?.add(peer);
      links.get(peer)?.add(node.self.address);
    }
  }
  return links;
}

function reach(
  start: Address,
  links: ReadonlyMap<Address, ReadonlySet<Address>>,
  seen: Set<Address>,
): Address[] {
  const group: Address[] = [start];
  seen.add(start);
  for (let index = 0; index < group.length; index += 1) {
    for (const next of links.get(group[index] as Address) ?? []) {
      if (seen.has(next)) continue;
      seen.add(next);
      group.push(next);
    }
  }
  return group;
}
