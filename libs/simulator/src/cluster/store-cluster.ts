// Knows how to run members that keep values: a StoreNode on every ChordNode, over a disk that outlives its process.
import { codeOf, type Address, type ChordNode } from '@chord-dht/chord';
import { SeededRandom } from '@chord-dht/chord/testing';
import {
  DEFAULT_STORE_PARAMETERS,
  StoreNode,
  type StoreEvent,
  type StoreParameters,
} from '@chord-dht/store';
import { VirtualDisk, type DiskFate } from '../disk/virtual-disk';
import { lineOf } from '../log/ring-event-line';
import { Cluster, type ClusterOptions } from './cluster';

export interface StoreClusterOptions extends ClusterOptions {
  readonly store?: Partial<StoreParameters>;
  /** Changes the store of a fresh node: for tests that run one with a known defect. */
  readonly alterStore?: (store: StoreNode) => void;
  readonly onStoreEvent?: (address: Address, event: StoreEvent) => void;
}

/** A fault of the disk, which a node reports and survives. */
const DISK_IS_FULL = 'STORAGE_FULL';
const REJOIN_MS = 20_000;
const REJOIN_PAUSE_MS = 500;

export class StoreCluster extends Cluster {
  /** The stores of the processes that run. */
  readonly stores = new Map<Address, StoreNode>();
  private readonly disks = new Map<Address, VirtualDisk>();
  private readonly diskSeeds: SeededRandom;
  private readonly mourners = new Set<(address: Address) => void>();

  constructor(private readonly storeOptions: StoreClusterOptions) {
    super(storeOptions);
    this.diskSeeds = new SeededRandom(storeOptions.seed + 0.5 * 2 ** 32);
  }

  /** N, the home replicas of a key in a ring that is large enough. */
  get replicas(): number {
    return this.storeOptions.store?.replicas ?? DEFAULT_STORE_PARAMETERS.replicas;
  }

  /** The disk of a host, whether or not a process runs there. */
  disk(address: Address): VirtualDisk {
    const known = this.disks.get(address);
    if (known) return known;
    const fresh = new VirtualDisk(new SeededRandom(this.diskSeeds.below(2 ** 32)));
    this.disks.set(address, fresh);
    return fresh;
  }

  override make(address: Address, remembered: readonly Address[] = []): ChordNode {
    const chord = super.make(address, remembered);
    const onFatal = (): void => {
      this.clock.plan(0, () => this.stores.get(address) === store && this.crash(address));
    };
    const records = this.disk(address).open({ clock: chord.clock, onFatal });
    const store = new StoreNode({ chord, records, parameters: this.storeOptions.store ?? {} });
    this.storeOptions.alterStore?.(store);
    store.events.on((event) => this.note(address, event));
    this.stores.set(address, store);
    store.start();
    return chord;
  }

  /**
   * Calls `mourner` after every process that ends, whatever the reason.
   * @returns a function that takes it away again
   */
  onGone(mourner: (address: Address) => void): () => void {
    this.mourners.add(mourner);
    return () => void this.mourners.delete(mourner);
  }

  /** Resolves when the process at an address ends; `forget` when nobody waits any more. */
  untilGone(address: Address): { readonly promise: Promise<void>; readonly forget: () => void } {
    let forget = (): void => undefined;
    const promise = new Promise<void>((resolve) => {
      forget = this.onGone((who) => who === address && resolve());
    });
    return { promise, forget };
  }

  /** Members one after another, until every value would have its home replicas. @returns false when they do not settle */
  async grow(addresses: readonly Address[]): Promise<boolean> {
    const [first, ...others] = addresses;
    if (first === undefined) return true;
    this.add(first);
    for (const address of others) await this.loop.settle(this.join(address, [first]));
    return this.loop.runUntil(() => this.isSettled(), 120_000);
  }

  override crash(address: Address, fate: DiskFate = 'kept'): void {
    if (!this.stores.delete(address)) return;
    super.crash(address);
    this.disk(address).abandon(fate);
    for (const mourn of this.mourners) mourn(address);
  }

  /** @throws StoreError when the others do not take over in time; the node serves on then */
  override async leave(address: Address): Promise<void> {
    const store = this.stores.get(address);
    if (!store) return;
    const dies = this.untilGone(address);
    await Promise.race([store.handOff(), dies.promise]).finally(dies.forget);
    if (this.stores.get(address) !== store) return;
    this.stores.delete(address);
    await super.leave(address);
    this.disk(address).abandon('kept');
    for (const mourn of this.mourners) mourn(address);
  }

  /**
   * Starts a process on the disk of its host and brings it back into the ring, as often as it takes.
   * @param via asked before each attempt
   */
  async rejoin(
    address: Address,
    remembered: readonly Address[],
    via: () => readonly Address[],
  ): Promise<void> {
    const node = this.add(address, remembered);
    const isOut = (): boolean => this.node(address) === node && node.membership !== 'member';
    while (isOut()) {
      // A dead process never answers, and nobody need wait for it.
      const attempt = node.joinVia(via(), { timeoutMs: REJOIN_MS }).catch((error: unknown) => {
        if (codeOf(error) === 'INTERNAL') this.defects.push(error);
      });
      await Promise.race([attempt, this.passes(REJOIN_MS)]);
      if (isOut()) await this.passes(REJOIN_PAUSE_MS);
    }
  }

  /** True when all are in one ideal ring and every arc is served by its owner with its home replicas. */
  isSettled(): boolean {
    return (
      this.members().length === this.nodes().length &&
      !this.notIdeal() &&
      [...this.stores.values()].every((store) => store.pendingRanges === 0)
    );
  }

  /** The addresses of members that serve clients. */
  serving(): Address[] {
    return this.nodes()
      .filter((node) => node.membership === 'member' && this.isAwake(node.self.address))
      .map((node) => node.self.address);
  }

  passes(ms: number): Promise<void> {
    return new Promise((resolve) => void this.clock.plan(ms, resolve));
  }

  private note(address: Address, event: StoreEvent): void {
    this.log?.add(`${this.clock.nowMs().toFixed(3)} ${address} ${lineOf(event)}`);
    this.storeOptions.onStoreEvent?.(address, event);
    if (event.type === 'store-fault' && codeOf(event.error) !== DISK_IS_FULL)
      this.defects.push(event.error);
  }
}
