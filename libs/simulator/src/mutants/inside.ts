// The private parts of a member that mutants replace. Their tests fail when a part is renamed.
import type { ChordNode, NodeRef } from '@chord-dht/chord';

interface Inside {
  readonly state: { successors: readonly NodeRef[] };
  readonly maintenance: {
    readonly stabiliser: {
      towards(candidate: NodeRef): Promise<void>;
      fromSuccessor(silent: Set<string>): Promise<unknown>;
    };
    readonly rectifier: { hint(previous: NodeRef, candidate: NodeRef): void };
  };
}

export function insideOf(node: ChordNode): Inside {
  return node as unknown as Inside;
}

/** Applies `change` to every successor list before it is set. */
export function onNewSuccessors(
  node: ChordNode,
  change: (list: readonly NodeRef[]) => readonly NodeRef[],
): void {
  const { state } = insideOf(node);
  const accessor = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(state), 'successors');
  Object.defineProperty(state, 'successors', {
    get: () => accessor?.get?.call(state) as readonly NodeRef[],
    set: (list: readonly NodeRef[]) => accessor?.set?.call(state, change(list)),
  });
}
