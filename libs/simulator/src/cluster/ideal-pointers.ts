// The pointers of every member of a converged ring, so that big rings need not grow node by node.
import {
  type AdoptedPointers,
  type FingerEntry,
  type IdSpace,
  type NodeRef,
} from '@chord-dht/chord';

/** All members of a ring, ascending by id. */
export class RingMap {
  readonly members: readonly NodeRef[];
  private readonly ids: readonly string[];

  constructor(
    members: Iterable<NodeRef>,
    private readonly space: IdSpace,
  ) {
    this.members = [...members].sort((a, b) => (a.id < b.id ? -1 : 1));
    this.ids = this.members.map((member) => member.id);
  }

  /** The owner of an id by definition: the first member whose id is equal to or follows it. */
  ownerOf(id: string): NodeRef {
    return this.at(this.firstFrom(id));
  }

  /** The index in `members` of the owner of an id. */
  placeOf(id: string): number {
    return this.firstFrom(id) % this.members.length;
  }

  /**
   * The pointers of the member at index `place` in the ideal state.
   * @param successorsMax the length of its successor list in a ring that is large enough
   */
  pointersOf(place: number, successorsMax: number): AdoptedPointers {
    const length = Math.min(successorsMax, this.members.length - 1);
    return {
      predecessor: this.at(place + this.members.length - 1),
      successors: Array.from({ length }, (_, step) => this.at(place + step + 1)),
      fingers: this.fingersOf(this.at(place)),
    };
  }

  private fingersOf(self: NodeRef): FingerEntry[] {
    const { space } = this;
    const from = space.toNumber(self.id);
    const runs: FingerEntry[] = [];
    for (let first = 0; first < space.bits;) {
      const start = space.fromNumber(from + (1n << BigInt(first)));
      const node = this.ownerOf(start);
      if (node.id === self.id) break;
      const last = Math.max(first, bitLength(space.distance(self.id, node.id)) - 1);
      runs.push({ firstIndex: first, lastIndex: last, start, node, refreshedAtMs: 0 });
      first = last + 1;
    }
    return runs;
  }

  private at(place: number): NodeRef {
    return this.members[place % this.members.length] as NodeRef;
  }

  private firstFrom(id: string): number {
    const { ids } = this;
    let low = 0;
    let high = ids.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((ids[middle] as string) < id) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function bitLength(value: bigint): number {
  const hex = value.toString(16);
  return 4 * (hex.length - 1) + (32 - Math.clz32(parseInt(hex[0] as string, 16)));
}
