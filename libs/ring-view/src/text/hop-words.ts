// Knows how a hop and a whole path are told in words.
import type { HopVia, KeyPath, PathHop } from '../model';
import { expectedHops } from '../geometry/expectation';
import { count, duration } from './numbers';

/** Why this node was asked next. */
export function reason({ kind, index }: HopVia): string {
  if (kind === 'self') return 'itself';
  if (kind === 'finger') return `finger ${index ?? '?'}`;
  return index === null || index === 0 ? 'successor' : `successor list, entry ${index + 1}`;
}

/** `Hop 2: localhost:5001 to localhost:5003 by finger 8, 1.2 ms`. */
export function hopWords(hop: PathHop): string {
  const end = hop.outcome === 'failed' ? `failed${hop.code ? ` (${hop.code})` : ''}, ` : '';
  return `Hop ${hop.number}: ${hop.from.address} to ${hop.to.address} by ${reason(hop.via)}, ${end}${duration(hop.milliseconds)}`;
}

/** One sentence for the whole path. */
export function pathWords({
  start,
  owner,
  hops,
}: Pick<KeyPath, 'start' | 'owner' | 'hops'>): string {
  if (hops.length === 0 && start.address === owner.address) {
    return `${start.address} owns this key itself: no hop is needed.`;
  }
  const failed = hops.filter(({ outcome }) => outcome === 'failed').length;
  const tries = failed === 0 ? '' : `, ${failed} of them without an answer`;
  return `${count(hops.length, 'hop')} from ${start.address} to the owner ${owner.address}${tries}.`;
}

/**
 * The comparison with theory, which counts the hops until the owner's predecessor is found (ToN 2003, section V-C):
 * the last step, to the owner itself, is not among them.
 */
export function measureWords(hops: number, members: number): string {
  const expected = Number(expectedHops(members).toFixed(2));
  return `${count(hops, 'hop')} to the owner's predecessor; ½·log₂ ${members} = ${expected} expected on average`;
}
