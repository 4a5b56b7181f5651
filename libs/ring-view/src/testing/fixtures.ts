// Small rings for tests; ids have ten bits.
import type {
  FingerRun,
  KeyPath,
  NodeState,
  PathHop,
  PlacedNode,
  RingMember,
} from '../model/model';

const SIZE = 1024;

export function placed(id: number): PlacedNode {
  return {
    id: id.toString(16).padStart(3, '0'),
    printedId: String(id),
    address: `localhost:${5000 + id}`,
    position: id / SIZE,
  };
}

/** An ideal ring of these ids, clockwise; the first is the node that reports it. */
export function ringOf(
  ids: readonly number[],
  states: Partial<Record<number, NodeState>> = {},
): RingMember[] {
  return ids.map((id, index) => {
    const others = ids
      .map((_, step) => ids[(index + 1 + step) % ids.length] ?? id)
      .filter((other) => other !== id);
    const state = states[id] ?? (ids.length === 1 ? 'alone' : 'member');
    const answers = state !== 'unreachable';
    const before = ids[(index + ids.length - 1) % ids.length] ?? id;
    return {
      node: placed(id),
      state,
      self: index === 0,
      predecessor: answers && before !== id ? placed(before) : null,
      successors: answers ? others.slice(0, 3).map(placed) : [],
      fingers: answers ? others.slice(0, 2).map(fingerTo) : [],
      share: answers ? ((id - before + SIZE) % SIZE || SIZE) / SIZE : null,
      keys: answers ? 3 : null,
      ownBytes: answers ? 400 : null,
      copies: answers ? 9 : null,
      bytes: answers ? 1200 : null,
      ageMs: 20,
    };
  });
}

function fingerTo(id: number, index: number): FingerRun {
  return {
    firstIndex: index * 5,
    lastIndex: index * 5 + 4,
    start: String(id),
    startPosition: id / SIZE,
    node: placed(id),
    ageMs: 100,
  };
}

export function hop(number: number, from: number, to: number, failed = false): PathHop {
  return {
    number,
    from: placed(from),
    to: placed(to),
    via: { kind: 'finger', index: 8 - number },
    milliseconds: failed ? 500 : 1.25 * number,
    outcome: failed ? 'failed' : 'answered',
    code: failed ? 'TIMEOUT' : null,
  };
}

/** A lookup of the key at `keyId` that takes these hops. */
export function pathOf(
  keyId: number,
  start: number,
  owner: number,
  hops: readonly PathHop[] = [],
): KeyPath {
  return {
    key: 'idjada',
    keyId: {
      id: keyId.toString(16).padStart(3, '0'),
      printedId: String(keyId),
      position: keyId / SIZE,
    },
    start: placed(start),
    owner: placed(owner),
    replicas: [placed(owner)],
    found: true,
    hops,
  };
}
