// The home replicas of a key: the one rule for primaries, readers and reports.
import { onDistinctHosts, type NodeRef } from '@chord-dht/chord';

/**
 * The home replicas of the owner: itself and the next nodes of the ring that lie on further hosts, N in all (DeCandia
 * et al., Dynamo, 2007, section 4.3). A host that has several positions keeps one copy, for all of them fail together.
 * @param clockwise the owner and the members behind it
 */
export function homeReplicas(clockwise: Iterable<NodeRef>, replicas: number): NodeRef[] {
  return onDistinctHosts(clockwise, replicas);
}
