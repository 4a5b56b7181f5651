// The circular order of ids. Ids of one ring have one width, so text order is numeric order.

/** An id on the ring: lower-case hexadecimal of fixed width, `ceil(bits / 4)` digits. */
export type Id = string;

/**
 * True when `x` lies strictly inside the clockwise arc from `a` to `b`.
 * For `a === b` the arc is the whole ring without `a` (Stoica et al., ToN 2003, section IV, Consistent Hashing).
 */
export function between(a: Id, x: Id, b: Id): boolean {
  if (a < b) return a < x && x < b;
  if (a > b) return x > a || x < b;
  return x !== a;
}

/**
 * True when `x` lies in the half-open arc (a, b], the range that a node `b` with predecessor `a` owns.
 * For `a === b` the arc is the whole ring.
 */
export function inRange(a: Id, x: Id, b: Id): boolean {
  return x === b || between(a, x, b);
}
