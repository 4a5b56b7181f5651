// The learnt arcs of owners, so that the common operation takes one hop. A wrong entry is corrected when the node that
// it names refuses.
import { inRange, type Id, type NodeRef } from '@chord-dht/chord';

interface Learnt {
  readonly fromId: Id;
  readonly owner: NodeRef;
}

export class OwnerCache {
  /** By the id of the owner, least recently learnt first. */
  private readonly byOwner = new Map<Id, Learnt>();
  /** The ids of the owners in ascending order. */
  private readonly ids: Id[] = [];

  constructor(private readonly sizeMax: number) {}

  /** Enters `owner` as the owner of all ids behind `fromId` up to its own. */
  learn(owner: NodeRef, fromId: Id): void {
    this.forget(owner.id);
    this.byOwner.set(owner.id, { fromId, owner });
    this.ids.splice(this.placeOf(owner.id), 0, owner.id);
    if (this.byOwner.size > this.sizeMax) this.forget(this.byOwner.keys().next().value as Id);
  }

  forget(ownerId: Id): void {
    if (this.byOwner.delete(ownerId)) this.ids.splice(this.placeOf(ownerId), 1);
  }

  clear(): void {
    this.byOwner.clear();
    this.ids.length = 0;
  }

  /** The owner whose learnt arc holds the id. */
  find(keyId: Id): NodeRef | undefined {
    const id = this.ids[this.placeOf(keyId)] ?? this.ids[0];
    const learnt = id === undefined ? undefined : this.byOwner.get(id);
    return learnt && inRange(learnt.fromId, keyId, learnt.owner.id) ? learnt.owner : undefined;
  }

  /** The index of the first id that is not before `id`. */
  private placeOf(id: Id): number {
    let low = 0;
    let high = this.ids.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.ids[middle] as Id) < id) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
