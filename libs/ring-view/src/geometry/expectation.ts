// The expected number of hops of a lookup.

/** The mean number of hops in a ring of N nodes: ½·log₂ N (ToN 2003, section IV-E, theorem and figure 8). */
export function expectedHops(members: number): number {
  return members <= 1 ? 0 : 0.5 * Math.log2(members);
}
