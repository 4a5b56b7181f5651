// The relations between arcs.
import { inRange, type Id, type IdSpace } from '@chord-dht/chord';
import type { Arc } from '../record/position';

/** True when every id of `inner` is in `outer`. */
export function containsArc(outer: Arc, inner: Arc): boolean {
  if (outer.fromId === outer.toId) return true;
  if (inner.fromId === inner.toId || !inRange(outer.fromId, inner.toId, outer.toId)) return false;
  const startsWithin =
    inner.fromId === outer.fromId || inRange(outer.fromId, inner.fromId, outer.toId);
  // Both ends may lie in `outer` while the arc between them runs outside of it.
  return (
    startsWithin && inner.fromId !== outer.toId && !isBefore(outer.fromId, inner.toId, inner.fromId)
  );
}

/** True when some id is in both. */
export function meet(one: Arc, other: Arc): boolean {
  return inRange(one.fromId, other.toId, one.toId) || inRange(other.fromId, one.toId, other.toId);
}

/** The parts of an arc between those borders that lie in it, clockwise. */
export function cutArc(arc: Arc, borders: readonly Id[]): Arc[] {
  const inside = [...new Set(borders)].filter(
    (id) => id !== arc.toId && inRange(arc.fromId, id, arc.toId),
  );
  const ends = inside.sort((a, b) => (isBefore(arc.fromId, a, b) ? -1 : 1)).concat(arc.toId);
  return ends.map((toId, index) => ({ fromId: ends[index - 1] ?? arc.fromId, toId }));
}

/** The arc in `count` parts of about equal length, clockwise; fewer when it has fewer ids. */
export function splitArc(space: IdSpace, { fromId, toId }: Arc, count: number): Arc[] {
  const length = fromId === toId ? 1n << BigInt(space.bits) : space.distance(fromId, toId);
  const borders = Array.from({ length: count - 1 }, (_, index) =>
    space.add(fromId, (length * BigInt(index + 1)) / BigInt(count)),
  );
  return cutArc({ fromId, toId }, borders);
}

/** Clockwise order from `fromId`, which is last as an end and first as a beginning. */
function isBefore(fromId: Id, a: Id, b: Id): boolean {
  return a !== b && b !== fromId && inRange(fromId, a, b);
}
