// Knows the nodes to which a part of an arc was given before they became the predecessor. The part
// of each ends at its own id.
import { between, inRange, type Id, type NodeRef } from '@chord-dht/chord';

export class Fences {
  private readonly byId = new Map<Id, NodeRef>();

  nodes(): NodeRef[] {
    return [...this.byId.values()];
  }

  add(node: NodeRef): void {
    this.byId.set(node.id, node);
  }

  remove(node: NodeRef): void {
    this.byId.delete(node.id);
  }

  clear(): void {
    this.byId.clear();
  }

  /** Forgets those that are not strictly inside the arc. */
  keepWithin(fromId: Id, toId: Id): void {
    for (const id of [...this.byId.keys()]) {
      if (!between(fromId, id, toId)) this.byId.delete(id);
    }
  }

  /** The nearest node behind `keyId` whose part, which begins behind `fromId`, holds it. */
  holderOf(fromId: Id, keyId: Id): NodeRef | undefined {
    const exact = this.byId.get(keyId);
    if (exact) return exact;
    let nearest: NodeRef | undefined;
    for (const node of this.byId.values()) {
      if (!inRange(fromId, keyId, node.id)) continue;
      if (!nearest || between(keyId, node.id, nearest.id)) nearest = node;
    }
    return nearest;
  }

  /** The last node before `keyId` on the way to `toId`. */
  lastBefore(keyId: Id, toId: Id): NodeRef | undefined {
    let last: NodeRef | undefined;
    for (const node of this.byId.values()) {
      if (!between(toId, node.id, keyId)) continue;
      if (!last || between(last.id, node.id, keyId)) last = node;
    }
    return last;
  }
}
