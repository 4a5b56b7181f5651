// The meaning of each invariant of a ring, in one line.
import type { RingDto } from '@chord-dht/api-client';
import { nodeOf } from '../data/ring-picture';

export interface InvariantLine {
  readonly name: string;
  readonly holds: boolean;
  readonly meaning: string;
  readonly detail: string;
}

const MEANINGS: Readonly<Record<string, string>> = {
  OneLiveSuccessor: 'Every member has a successor that answers, so no member is cut off.',
  SufficientPrincipals:
    'Enough members are skipped by no successor list: with fewer a ring can fall apart.',
  NoDuplicates: 'No successor list names a node twice, so each entry is a different node.',
  OrderedSuccessorLists: 'Each successor list runs clockwise.',
  AtLeastOneRing: 'Following successors leads back to the start.',
  AtMostOneRing: 'There is one circle, and not two separate ones.',
  OrderedRing: 'The circle goes round once, in the order of the ids.',
  ConnectedAppendages: 'Members that are still joining lead into the circle.',
};

/** All invariants of a ring, and whether a majority of the copies of every key is present. */
export function invariantLines(ring: RingDto): readonly InvariantLine[] {
  return [
    {
      name: 'Read quorum',
      holds: ring.unserved.length === 0,
      meaning: 'A majority of the copies of every arc is present, so every key can be read.',
      detail: ring.unserved
        .map(
          ({ to, members }) =>
            `${ownerOf(ring, to)} waits for ${members.join(', ') || 'unknown nodes'}`,
        )
        .join('; '),
    },
    ...ring.invariants.map((invariant) => ({
      name: nameOf(invariant.name),
      holds: invariant.holds,
      meaning: MEANINGS[invariant.name] ?? '',
      detail: detailOf(invariant),
    })),
  ];
}

const ownerOf = (ring: RingDto, printedId: string): string =>
  nodeOf(ring, printedId)?.address ?? printedId;

/** `OrderedRing` reads `Ordered ring`. */
function nameOf(name: string): string {
  const words = name.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** The violation and the nodes concerned; names that are in the sentence already are not repeated. */
function detailOf({ detail, nodes }: RingDto['invariants'][number]): string {
  const others = nodes.filter((address) => !detail?.includes(address)).join(', ');
  return [detail, others].filter(Boolean).join(': ');
}
