// Words for a hop and for a whole path.
import type { HopVia, KeyPath, PathHop } from '../model/model';
import { expectedHops } from '../geometry/expectation';
import { count, duration } from './numbers';

/** The pointer by which this node was chosen. */
export function reason({ kind, index }: HopVia): string {
  if (kind === 'self') return 'itself';
  if (kind === 'finger') return `finger ${index ?? '?'}`;
  return index === null || index === 0 ? 'successor' : `successor list, entry ${index + 1}`;
}

/** The reason why this node was asked, with the finger or the entry of the successor list. */
export function explain(hop: PathHop, { hops, owner }: Pick<KeyPath, 'hops' | 'owner'>): string {
  const silent = hops.filter(
    ({ number, from, outcome }) =>
      number < hop.number && from.id === hop.from.id && outcome === 'failed',
  );
  const left =
    silent.length === 0
      ? ''
      : ` of those that are left, ${silent.at(-1)?.to.address} being silent,`;
  const { kind, index } = hop.via;
  if (kind === 'finger')
    return `finger ${index ?? '?'} is${left} the farthest one that does not pass the key`;
  if (kind === 'self') return 'the node owns the key itself';
  const entry =
    index === null || index === 0 ? 'its successor' : `entry ${index + 1} of its successor list`;
  return hop.to.id === owner.id
    ? `${entry} is${left} the first node at or behind the key, so it owns it`
    : `${entry} is${left} the farthest node known to it that does not pass the key`;
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
 * Compares with the theory, which counts the hops until the owner's predecessor is found (ToN 2003, section V-C): the
 * last step, to the owner itself, does not count.
 */
export function measureWords(hops: number, members: number): string {
  const expected = Number(expectedHops(members).toFixed(2));
  return `${count(hops, 'hop')} to the owner's predecessor, which is what theory counts: not the last step, to the owner, nor tries without an answer; ½·log₂ ${members} = ${expected} expected on average`;
}
