// Load balance, without and with virtual nodes (ToN 2003, section V-B): the number of keys of each host.
import { IdSpace, nodeRefOf, positionsOf } from '@chord-dht/chord';
import { SeededRandom, Sha1Hasher } from '@chord-dht/chord/testing';
import type { ExperimentSettings } from './settings';

/**
 * Ids of positions are those of the product. Keys are drawn as points of the circle, as a hash distributes them; the
 * owner of a point is the first position at or after it.
 * @returns the number of keys of each host
 */
export function keysPerHost(
  { virtualNodes, keys }: ExperimentSettings,
  seed: number,
  names: readonly string[],
): Uint32Array {
  const { places, hosts } = circleOf(names, virtualNodes);
  const random = new SeededRandom(2 ** 21 + seed);
  const counts = new Uint32Array(names.length);
  for (let key = 0; key < keys; key += 1) {
    const turn = random.next() + random.next() / 2 ** 32;
    const owner = hosts[firstFrom(places, turn) % places.length] as number;
    counts[owner] = (counts[owner] as number) + 1;
  }
  return counts;
}

/** All positions clockwise, as turns of the circle, each with the number of its host. */
function circleOf(
  names: readonly string[],
  virtualNodes: number,
): { places: Float64Array; hosts: Uint32Array } {
  const space = new IdSpace(160);
  const hasher = new Sha1Hasher();
  const positions = names.flatMap((name, host) =>
    positionsOf(name, virtualNodes).map((position) => ({
      turn: space.turn(nodeRefOf(position, space, hasher).id),
      host,
    })),
  );
  positions.sort((a, b) => a.turn - b.turn);
  return {
    places: Float64Array.from(positions, (position) => position.turn),
    hosts: Uint32Array.from(positions, (position) => position.host),
  };
}

function firstFrom(places: Float64Array, turn: number): number {
  let low = 0;
  let high = places.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((places[middle] as number) < turn) low = middle + 1;
    else high = middle;
  }
  return low;
}
