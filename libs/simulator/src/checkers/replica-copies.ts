// Checks that every live key lies on its home replicas, nowhere else, and is equal everywhere.
import { onDistinctHosts } from '@chord-dht/chord';
import type { StoreCluster } from '../cluster/store-cluster';
import { printVersion, type StoredRecord } from '@chord-dht/store';

interface Copy {
  readonly address: string;
  readonly record: StoredRecord;
}

const ALL = 1_000_000;

/** @returns the fault of the copies of the first such key, in a sentence; for a ring that is settled */
export function wrongCopies(cluster: StoreCluster): string | undefined {
  const map = cluster.ringMap();
  for (const [key, copies] of copiesOf(cluster)) {
    const versions = new Set(copies.map(({ record }) => describe(record)));
    if (versions.size > 1) return `Copies of ${key} differ: ${[...versions].join(', ')}.`;
    if (copies.every(({ record }) => record.deleted)) continue;
    const { keyId } = (copies[0] as Copy).record;
    const place = map.placeOf(keyId);
    const clockwise = [...map.members.slice(place), ...map.members.slice(0, place)];
    const homes = onDistinctHosts(clockwise, cluster.replicas).map(({ address }) => address);
    const found = copies.map(({ address }) => address).sort();
    if (found.join() !== homes.sort().join())
      return `${key} lies on ${found.join(', ')} and belongs on ${homes.join(', ')}.`;
  }
  return undefined;
}

function copiesOf(cluster: StoreCluster): Map<string, Copy[]> {
  const copies = new Map<string, Copy[]>();
  for (const [address, store] of cluster.stores) {
    const id = cluster.node(address)?.self.id ?? '';
    for (const record of store.records.scan({ fromId: id, toId: id }, { records: ALL }).items)
      copies.set(record.key, [...(copies.get(record.key) ?? []), { address, record }]);
  }
  return copies;
}

function describe({ version, value, deleted }: StoredRecord): string {
  return `${printVersion(version)} ${deleted ? 'removed' : value.join('.')}`;
}
