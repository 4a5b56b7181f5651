// The versions of the protocol between members that this node supports, and the choice of a common one. A node
// supports the version before its own as well, so that a ring is upgraded one node after the other.

/** `/2` cuts large frames into slices, so that small ones pass between them; `/1` sends every frame whole. */
export type MuxProtocol = 'chord-mux/1' | 'chord-mux/2';

export const MUX_PROTOCOL: MuxProtocol = 'chord-mux/2';
/** The newest first. */
export const MUX_PROTOCOLS: readonly MuxProtocol[] = [MUX_PROTOCOL, 'chord-mux/1'];

const OF_THIS_FAMILY = /^chord-mux\/\d+$/;

/** The versions that a header `Upgrade` names, whether this node speaks them or not. */
export function readProtocols(header: string | undefined): string[] {
  return (header ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => OF_THIS_FAMILY.test(name));
}

/** The best of ours that is among theirs. */
export function chooseProtocol(
  theirs: readonly string[],
  ours: readonly MuxProtocol[],
): MuxProtocol | undefined {
  return ours.find((name) => theirs.includes(name));
}

/** How two that do not understand each other are told so. */
export function noCommonProtocol(theirs: readonly string[], ours: readonly string[]): string {
  return `it speaks ${theirs.join(' and ')}, and this node ${ours.join(' and ')}; upgrade a ring by one version at a time`;
}
