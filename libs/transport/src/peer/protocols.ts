// The versions of the protocol between members that this node supports, and the choice of a common one. A node
// supports the version before its own as well, so that a ring is upgraded one node after the other.

/** `/2` cuts large frames into slices, so that small ones pass between them; `/1` sends every frame whole. */
export type MuxProtocol = 'chord-mux/1' | 'chord-mux/2';

export const MUX_PROTOCOL: MuxProtocol = 'chord-mux/2';
/** Newest first. */
export const MUX_PROTOCOLS: readonly MuxProtocol[] = [MUX_PROTOCOL, 'chord-mux/1'];

const OF_THIS_FAMILY = /^chord-mux\/\d+$/;

/** The versions in a header `Upgrade`, whether this node supports them or not. */
export function readProtocols(header: string | undefined): string[] {
  return (header ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => OF_THIS_FAMILY.test(name));
}

/** The first of our versions that is among theirs. */
export function chooseProtocol(
  theirs: readonly string[],
  ours: readonly MuxProtocol[],
): MuxProtocol | undefined {
  return ours.find((name) => theirs.includes(name));
}

/** The sentence for two nodes without a common version. */
export function noCommonProtocol(theirs: readonly string[], ours: readonly string[]): string {
  return `it speaks ${theirs.join(' and ')}, and this node ${ours.join(' and ')}; upgrade a ring by one version at a time`;
}
