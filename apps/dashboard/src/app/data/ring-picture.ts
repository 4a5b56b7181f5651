// The data for the picture of a ring: its members, missed members as ghosts, and arcs that cannot be read.
import type { RingDto } from '@chord-dht/api-client';
import { type RingMember, type UnreadArc, lasting } from '@chord-dht/ring-view';

/** Members and ghosts, clockwise from the node that answered. */
export function membersOf(ring: RingDto): readonly RingMember[] {
  if (ring.lost.length === 0) return ring.members;
  const start = ring.self.position;
  const turn = ({ node }: RingMember): number => (node.position - start + 1) % 1;
  return [...ring.members, ...ring.lost.map(ghostOf)].sort((a, b) => turn(a) - turn(b));
}

function ghostOf({ node, reason, ageMs }: RingDto['lost'][number]): RingMember {
  return {
    node,
    state: 'lost',
    self: false,
    predecessor: null,
    successors: [],
    fingers: [],
    share: null,
    keys: null,
    ownBytes: null,
    copies: null,
    bytes: null,
    ageMs,
    note: `${reason === 'stopped' ? 'stopped' : 'lost'} ${lasting(ageMs)} ago`,
  };
}

/** The member, or missed member, with this printed id. */
export function nodeOf(ring: RingDto, printedId: string): RingDto['self'] | undefined {
  return [...ring.members, ...ring.lost].find(({ node }) => node.printedId === printedId)?.node;
}

/** The stretches without a majority of their home replicas. */
export function unreadArcs(ring: RingDto): readonly UnreadArc[] {
  return ring.unserved.flatMap(({ to, share }) => {
    const end = nodeOf(ring, to)?.position;
    return end === undefined ? [] : [{ from: end - share, to: end }];
  });
}
