// Knows which nodes keep a key: the one rule that primaries, readers and what people are shown all follow.
import { onDistinctHosts, type NodeRef } from '@chord-dht/chord';

/**
 * N, the owner and the next nodes of the ring that lie on further hosts (DeCandia et al., Dynamo, 2007,
 * section 4.3). A host that has several positions keeps one copy, for all of them fail as one.
 * @param clockwise the owner and the members behind it
 */
export function homeReplicas(clockwise: Iterable<NodeRef>, replicas: number): NodeRef[] {
  return onDistinctHosts(clockwise, replicas);
}
