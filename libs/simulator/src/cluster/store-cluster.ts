// Hosts that keep values: a StoreNode on every ChordNode, over disks that outlive their process. A host can have
// several positions on the ring: one process with one clock and one transport.
import {
  codeOf,
  hostOf,
  nextToLeave,
  nodeRefOf,
  positionsOf,
  SharedEndpoint,
  type Address,
  type ChordNode,
} from '@chord-dht/chord';
import { type NodeClock, SeededRandom } from '@chord-dht/chord/testing';
import {
  DEFAULT_STORE_PARAMETERS,
  StoreNode,
  type StoreEvent,
  type StoreParameters,
} from '@chord-dht/store';
import { VirtualDisk, type DiskFate } from '../disk/virtual-disk';
import { lineOf } from '../log/ring-event-line';
import { Cluster, type ClusterOptions, type Port } from './cluster';

export interface StoreClusterOptions extends ClusterOptions {
  readonly store?: Partial<StoreParameters>;
  /** V, the number of positions of every host; 1 by default. */
  readonly virtualNodes?: number;
  /** Modifies the store of a fresh node: for tests that run one with a known defect. */
  readonly alterStore?: (store: StoreNode) => void;
  readonly onStoreEvent?: (address: Address, event: StoreEvent) => void;
}

/** A fault of the disk, which a node reports and survives. */
const DISK_IS_FULL = 'STORAGE_FULL';
const REJOIN_MS = 20_000;
const REJOIN_PAUSE_MS = 500;

/** The process of a host with several positions. */
interface HostProcess {
  readonly clock: NodeClock;
  readonly endpoint: SharedEndpoint;
}

export class StoreCluster extends Cluster {
  /** The stores of the running positions. */
  readonly stores = new Map<Address, StoreNode>();
  /** The processes of hosts with several positions. */
  private readonly running = new Map<Address, HostProcess>();
  private readonly disks = new Map<Address, VirtualDisk>();
  private readonly diskSeeds: SeededRandom;
  private readonly mourners = new Set<(address: Address) => void>();
  /** The node that was not settled at the last check. */
  private unready: Address | undefined;
  /** Hosts whose positions are joining, each with a promise of the end of that. */
  private readonly arriving = new Map<Address, Promise<void>>();

  constructor(private readonly storeOptions: StoreClusterOptions) {
    super(storeOptions);
    this.diskSeeds = new SeededRandom(storeOptions.seed + 0.5 * 2 ** 32);
  }

  /** N, the home replicas of a key in a ring that is large enough. */
  get replicas(): number {
    return this.storeOptions.store?.replicas ?? DEFAULT_STORE_PARAMETERS.replicas;
  }

  /** The names of all positions of a host, present or not; the first is its own. */
  positionsOf(host: Address): readonly Address[] {
    return positionsOf(host, this.storeOptions.virtualNodes ?? 1);
  }

  /** The disks of all positions of a host. */
  disksOf(host: Address): readonly VirtualDisk[] {
    return this.positionsOf(host).map((position) => this.disk(position));
  }

  /** The disk of a position, with or without a running process. */
  disk(address: Address): VirtualDisk {
    const known = this.disks.get(address);
    if (known) return known;
    const fresh = new VirtualDisk(new SeededRandom(this.diskSeeds.below(2 ** 32)));
    this.disks.set(address, fresh);
    return fresh;
  }

  /** Incremented by every change on a disk, and by every change of the ring. */
  get writes(): number {
    let writes = this.changes;
    for (const { commits } of this.disks.values()) writes += commits;
    return writes;
  }

  override make(address: Address, remembered: readonly Address[] = []): ChordNode {
    const chord = super.make(address, remembered);
    const onFatal = (): void => {
      this.clock.plan(0, () => this.stores.get(address) === store && this.crash(hostOf(address)));
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
   * Calls `mourner` after every process that ends, for whatever reason.
   * @returns a function that removes it again
   */
  onGone(mourner: (address: Address) => void): () => void {
    this.mourners.add(mourner);
    return () => void this.mourners.delete(mourner);
  }

  /** Resolves when the process at an address ends; call `forget` when it is no longer awaited. */
  untilGone(address: Address): { readonly promise: Promise<void>; readonly forget: () => void } {
    let forget = (): void => undefined;
    const promise = new Promise<void>((resolve) => {
      forget = this.onGone((who) => who === address && resolve());
    });
    return { promise, forget };
  }

  /**
   * Adds hosts one after another, each when the values of the ring have their home replicas. @returns false when they
   * do not settle
   */
  async grow(hosts: readonly Address[]): Promise<boolean> {
    const [first, ...others] = hosts;
    if (first === undefined) return true;
    this.add(first);
    for (const host of others) await this.loop.settle(this.join(host, [first]));
    // A host that is alone needs one position; it takes the others when another host joins.
    for (const host of hosts)
      for (const position of this.positionsOf(host).slice(1))
        await this.loop.settle(this.join(position, [host]));
    return this.loop.runUntil(() => this.isSettled(), 120_000);
  }

  /** The process of a host dies, with all its positions. */
  override crash(host: Address, fate: DiskFate = 'kept'): void {
    if (!this.stores.has(host)) return;
    for (const position of this.positionsOf(host))
      if (this.stores.delete(position)) super.crash(position);
    this.end(host, fate);
  }

  /**
   * Makes a host hand over and leave, one position after another.
   * @throws StoreError when the others do not take over in time; its remaining positions serve on then
   */
  override async leave(host: Address): Promise<void> {
    const process = this.node(host);
    const dies = this.untilGone(host);
    try {
      await Promise.race([this.arriving.get(host), dies.promise]);
      while (process && this.node(host) === process) {
        const left = this.positionsOf(host).flatMap((position) => this.node(position) ?? []);
        await this.leaveWith(nextToLeave(left), host, dies.promise);
      }
    } finally {
      dies.forget();
    }
  }

  private async leaveWith(node: ChordNode, host: Address, dies: Promise<void>): Promise<void> {
    const { address } = node.self;
    await Promise.race([this.stores.get(address)?.handOff(), dies]);
    if (this.node(address) !== node) return;
    this.stores.delete(address);
    if (address !== host) return Promise.race([this.withdraw(address), dies]);
    await super.leave(host);
    this.end(host, 'kept');
  }

  /**
   * Starts a process on the disks of its host and repeats its join until it succeeds.
   * @param via called before each attempt
   */
  async rejoin(
    host: Address,
    remembered: readonly Address[],
    via: () => readonly Address[],
  ): Promise<void> {
    const arriving = this.bringInAll(this.add(host, remembered), via);
    this.arriving.set(host, arriving);
    await arriving;
    if (this.arriving.get(host) === arriving) this.arriving.delete(host);
  }

  private async bringInAll(first: ChordNode, via: () => readonly Address[]): Promise<void> {
    const host = first.self.address;
    await this.bringIn(first, via);
    for (const position of this.positionsOf(host).slice(1)) {
      if (this.node(host) !== first) return;
      await this.bringIn(this.add(position), () => [host]);
    }
  }

  private async bringIn(node: ChordNode, via: () => readonly Address[]): Promise<void> {
    const { address } = node.self;
    const isOut = (): boolean => this.node(address) === node && node.membership !== 'member';
    while (isOut()) {
      // A dead process never answers, so the attempt is not awaited.
      const attempt = node.joinVia(via(), { timeoutMs: REJOIN_MS }).catch((error: unknown) => {
        if (codeOf(error) === 'INTERNAL') this.defects.push(error);
      });
      await Promise.race([attempt, this.passes(REJOIN_MS)]);
      if (isOut()) await this.passes(REJOIN_PAUSE_MS);
    }
  }

  /** True when all are in one ideal ring and every arc is served by its owner with its home replicas. */
  isSettled(): boolean {
    if (!this.isWhole()) return false;
    // Called after every event: the node that was not settled is checked first.
    const { unready } = this;
    if (unready !== undefined && (this.stores.get(unready)?.pendingRanges ?? 0) > 0) return false;
    for (const [address, store] of this.stores) {
      if (store.pendingRanges === 0) continue;
      this.unready = address;
      return false;
    }
    return true;
  }

  /** The running hosts. */
  hosts(): Address[] {
    return this.nodes().flatMap(({ self: { address } }) =>
      address === hostOf(address) ? address : [],
    );
  }

  /** The hosts that serve clients. */
  serving(): Address[] {
    return this.hosts().filter(
      (host) => this.node(host)?.membership === 'member' && this.isAwake(host),
    );
  }

  passes(ms: number): Promise<void> {
    return new Promise((resolve) => void this.clock.plan(ms, resolve));
  }

  /** All positions of a host share the ports of its process. */
  protected override port(address: Address): Port {
    const host = hostOf(address);
    if (this.positionsOf(host).length === 1) return super.port(address);
    const process = this.running.get(host) ?? this.hostProcess(host);
    this.running.set(host, process);
    const position = nodeRefOf(address, this.space, this.hasher);
    return { clock: process.clock, transport: process.endpoint.at(position) };
  }

  private hostProcess(host: Address): HostProcess {
    const { clock, transport } = super.port(host);
    return { clock, endpoint: new SharedEndpoint(host, transport, clock) };
  }

  /** Called when the process of a host has ended. */
  private end(host: Address, fate: DiskFate): void {
    this.running.delete(host);
    for (const disk of this.disksOf(host)) disk.abandon(fate);
    for (const mourn of this.mourners) mourn(host);
  }

  private note(address: Address, event: StoreEvent): void {
    this.log?.add(`${this.clock.nowMs().toFixed(3)} ${address} ${lineOf(event)}`);
    this.storeOptions.onStoreEvent?.(address, event);
    if (event.type === 'store-fault' && codeOf(event.error) !== DISK_IS_FULL)
      this.defects.push(event.error);
  }
}
