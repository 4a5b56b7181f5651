// Members come, go, crash and meet another ring while there are many keys: counts lost and duplicated ones.
import { codeOf, type Address } from '@chord-dht/chord';
import type { StoredRecord } from '@chord-dht/store';
import { wrongCopies } from '../checkers/replica-copies';
import { StoreCluster } from '../cluster/store-cluster';
import { testHost } from './node-host';

const GROUP = 1_000;
const SETTLE_MS = 600_000;
const AWAY_MS = 20_000;
const NAMES = ['node-0:1', 'node-1:1', 'node-2:1', 'node-3:1', 'node-4:1'] as const;

/** Called after each step with its name, and with the fault that was found. */
export type Told = (step: string, wrong: string | undefined) => void;

/** A ring grows, loses a process and a disk, and shrinks. */
export async function comeAndGo(keys: number, seed: number, tell: Told): Promise<void> {
  const cluster = new StoreCluster({ host: testHost, seed });
  const [first, second, third, ...others] = NAMES;
  cluster.add(first);
  await fill(cluster, first, 0, keys);
  for (const address of [second, third, ...others]) {
    await cluster.loop.settle(cluster.join(address, [first]));
    await look(cluster, keys, tell, `${address} joins`);
  }
  for (const fate of ['kept', 'wiped'] as const) {
    cluster.crash(third, fate);
    await cluster.loop.settle(cluster.passes(AWAY_MS));
    await cluster.loop.settle(cluster.rejoin(third, [first], () => [first]));
    await look(cluster, keys, tell, `${third} crashes and comes back, its disk ${fate}`);
  }
  await cluster.loop.settle(cluster.leave(second));
  await look(cluster, keys, tell, `${second} leaves`);
}

/** Two rings with half of the keys each become one. */
export async function meet(keys: number, seed: number, tell: Told): Promise<void> {
  const cluster = new StoreCluster({ host: testHost, seed });
  const [left, right, ...others] = NAMES;
  for (const [at, address] of [left, right].entries()) {
    cluster.add(address);
    await fill(cluster, address, at * (keys / 2), keys / 2);
    await cluster.loop.settle(cluster.join(others[at] as Address, [address]));
  }
  const node = cluster.node(left);
  if (!node) throw new Error(`${left} is not there.`);
  await cluster.loop.settle(node.unite([right]));
  await look(cluster, keys, tell, 'two rings meet');
}

async function fill(
  cluster: StoreCluster,
  address: Address,
  from: number,
  keys: number,
): Promise<void> {
  const records = cluster.stores.get(address)?.records;
  const node = cluster.node(address);
  if (!records || !node) throw new Error(`${address} is not there.`);
  for (let start = from; start < from + keys; start += GROUP) {
    const put = Array.from({ length: Math.min(GROUP, from + keys - start) }, (_, at) => {
      const key = `key-${start + at}`;
      return recordOf(node.keyId(key), key);
    });
    await cluster.loop.settle(records.write({ put }));
  }
}

function recordOf(keyId: string, key: string): StoredRecord {
  const version = { timeMs: 1, counter: 0, node: 'abcd', boot: '00000001' };
  return {
    ...{ keyId, key, version, value: Uint8Array.of(1), contentType: 'text/plain' },
    ...{ expiresAtMs: null, deleted: false, modifiedAtMs: 1 },
    writes: [{ id: '0123456789abcdef', version, created: true }],
  };
}

async function look(cluster: StoreCluster, keys: number, tell: Told, step: string): Promise<void> {
  const isSettled = await cluster.loop.runUntil(() => cluster.isSettled(), SETTLE_MS);
  tell(step, isSettled ? wrongWith(cluster, keys) : 'The ring does not settle.');
}

function wrongWith(cluster: StoreCluster, keys: number): string | undefined {
  const [defect] = cluster.defects;
  if (defect !== undefined) return `A defect: ${codeOf(defect)} ${String(defect)}.`;
  const copies = Math.min(cluster.replicas, cluster.hosts().length);
  let lying = 0;
  for (const { records } of cluster.stores.values()) lying += records.figures().keys;
  if (lying !== keys * copies)
    return `There are ${lying} copies of ${keys} keys, not ${copies} each.`;
  return wrongCopies(cluster);
}
