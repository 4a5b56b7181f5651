// Words for keys that cannot be read: which, their home replicas, and the remedy.
import type { RingDto } from '@chord-dht/api-client';
import { count, cut, percent } from '@chord-dht/ring-view';
import { nodeOf } from '../data/ring-picture';
import { hostOf } from './start-command';

export interface ArcTrouble {
  readonly id: string;
  /** `About 24 keys of localhost:5003, 8.3 % of the ring from 4c9a… to 5d6c…` */
  readonly what: string;
  readonly homes: readonly { readonly address: string; readonly isThere: boolean }[];
}

export interface Trouble {
  readonly headline: string;
  readonly arcs: readonly ArcTrouble[];
  /** The hosts of copies that do not answer. */
  readonly missing: readonly string[];
  readonly cure: string | null;
}

/** Null when every key can be read. */
export function troubleOf(ring: RingDto): Trouble | null {
  if (ring.unserved.length === 0) return null;
  const present = new Set(
    ring.members
      .filter(({ state }) => state !== 'unreachable')
      .map(({ node }) => hostOf(node.address)),
  );
  const isThere = (address: string): boolean => present.has(hostOf(address));
  const keys = ring.unserved.reduce((sum, arc) => sum + arc.keys, 0);
  const share = ring.unserved.reduce((sum, arc) => sum + arc.share, 0);
  const missing = ring.unserved.flatMap(({ members }) => members).filter((home) => !isThere(home));
  return {
    headline: `${keysWords(keys)} cannot be read: ${percent(Math.min(1, share))} of the ring has lost too many copies.`,
    arcs: ring.unserved.map((arc) => arcTrouble(ring, arc, isThere)),
    missing: [...new Set(missing.map(hostOf))].sort(),
    cure: ring.health.nextStep,
  };
}

function arcTrouble(
  ring: RingDto,
  { from, to, share, keys, members: homes }: RingDto['unserved'][number],
  isThere: (address: string) => boolean,
): ArcTrouble {
  const owner = nodeOf(ring, to)?.address ?? 'an unknown node';
  return {
    id: to,
    what: `${keysWords(keys)} of ${owner}: ${percent(share)} of the ring, from ${cut(from, 10)} to ${cut(to, 10)}`,
    homes: homes.map((address) => ({ address, isThere: isThere(address) })),
  };
}

/** The number of keys left on the node that ought to serve the arc. */
const keysWords = (keys: number): string =>
  keys === 0 ? 'An unknown number of keys' : `About ${count(keys, 'key')}`;
