// Path length, and lookups after simultaneous failures (ToN 2003, sections V-C and V-D), without maintenance.
import { hopCount, type AdoptedPointers, type ChordNode } from '@chord-dht/chord';
import type { Host } from '@chord-dht/chord/testing';
import type { Cluster } from '../cluster/cluster';
import { RingMap } from '../cluster/ideal-pointers';
import { allPositions, KeyDraw, paperCluster, splitHosts, timeoutsOf } from './paper-world';
import type { Figures } from './result';
import type { ExperimentSettings } from './settings';

/** The number of lookups in progress at a time, each from a different querier. */
const AT_ONCE = 256;

/** One run. @returns the hosts that are present at the end */
export async function staticRun(
  host: Host,
  settings: ExperimentSettings,
  seed: number,
  figures: Figures,
  alter?: (node: ChordNode) => void,
): Promise<readonly string[]> {
  const cluster = paperCluster(host, settings, seed, alter);
  const { all, failing, living } = splitHosts(settings, seed);
  const before = cluster.addIdealRing(allPositions(all, settings.virtualNodes), false);
  for (const position of allPositions(failing, settings.virtualNodes)) cluster.crash(position);
  const keys = new KeyDraw(settings.keys, seed);
  const nodes = cluster.nodes();
  const survivors = new RingMap(
    nodes.map((node) => node.self),
    cluster.space,
  );
  for (let left = settings.lookups; left > 0;) {
    const queriers = drawQueriers(cluster, nodes, Math.min(left, AT_ONCE));
    left -= queriers.length;
    const searches = queriers.map((node) =>
      lookUp(node, before.pointersOf(before.placeOf(node.self.id), settings.successors), {
        keys,
        survivors,
        figures,
      }),
    );
    await cluster.loop.settle(Promise.all(searches));
  }
  return living;
}

/** Draws different queriers while there are enough. */
function drawQueriers(cluster: Cluster, nodes: readonly ChordNode[], count: number): ChordNode[] {
  const drawn = new Set<ChordNode>();
  while (drawn.size < Math.min(count, nodes.length)) drawn.add(cluster.random.pick(nodes));
  return [...drawn];
}

/** One lookup. The querier begins with its initial pointers: learnt ones are dropped. */
async function lookUp(
  node: ChordNode,
  pointers: AdoptedPointers,
  parts: { keys: KeyDraw; survivors: RingMap; figures: Figures },
): Promise<void> {
  const { keys, survivors, figures } = parts;
  node.adoptPointers(pointers);
  const target = keys.next(node);
  try {
    const result = await node.lookup(target);
    if (result.owner.id === survivors.ownerOf(target).id)
      figures.right(hopCount(result), timeoutsOf(result));
    else figures.failed();
  } catch {
    figures.failed();
  }
}
