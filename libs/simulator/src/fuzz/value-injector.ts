// Applies each fault of a plan to a ring that keeps values, and ends it.
import type { Address } from '@chord-dht/chord';
import type { StoreCluster } from '../cluster/store-cluster';
import type { DiskFate, DiskState } from '../disk/virtual-disk';
import { wrongCopies } from '../checkers/replica-copies';
import type { ValueFault } from './value-plan';
import { cutInTwo } from './cut-in-two';

const REORDER_MS = 60;
/** The least number of running members, below which none goes. */
const MEMBERS_MIN = 2;
const LOOK_MS = 200;
const AGREE_MS = 1_000;

export class ValueInjector {
  private pending = 0;
  private joined = 0;
  /** Hosts whose data is not complete yet; only one at a time may lose its disk. */
  private readonly bare = new Set<Address>();
  /** Hosts that have never been members, or have lost their disk: no host joins through them. */
  private readonly fresh = new Set<Address>();
  /** The plan for hosts whose process ends by itself. */
  private readonly dying = new Map<Address, { forMs: number; remembered: readonly Address[] }>();

  constructor(private readonly cluster: StoreCluster) {
    cluster.onGone((address) => {
      const death = this.dying.get(address);
      this.dying.delete(address);
      this.setDisks(address, { failsNext: false });
      if (death) this.later(death.forMs, () => this.comeBack(address, death.remembered));
    });
  }

  /** True when every fault has ended and every host is back. */
  get idle(): boolean {
    return this.pending === 0;
  }

  inject(fault: ValueFault): void {
    const { log, clock } = this.cluster;
    log?.add(`${clock.nowMs().toFixed(3)} fault ${JSON.stringify(fault)}`);
    if (fault.kind === 'join') this.join();
    else if (fault.kind === 'noise') this.makeNoise(fault);
    else if (fault.kind === 'cut') this.cut(fault);
    else this.harm(this.member(fault.pick), fault);
  }

  private harm(
    address: Address | undefined,
    fault: Exclude<ValueFault, { kind: 'join' | 'noise' | 'cut' }>,
  ): void {
    if (address === undefined) return;
    const { cluster } = this;
    const { faults } = cluster.network;
    switch (fault.kind) {
      case 'crash':
        return this.crash(address, fault.disk, fault.forMs);
      case 'leave':
        return this.leave(address, fault.forMs);
      case 'slow':
        faults.slowDown(address, fault.extraMs);
        return this.later(fault.forMs, () => faults.slowDown(address, 0));
      case 'sleep':
        if (!this.mayGo()) return;
        cluster.sleep(address);
        return this.later(fault.forMs, () => cluster.wake(address));
      case 'skew':
        cluster.skewWall(address, fault.offsetMs);
        return this.later(fault.forMs, () => cluster.skewWall(address, 0));
      case 'disk-slow':
        this.setDisks(address, { extraMs: fault.extraMs });
        return this.later(fault.forMs, () => this.setDisks(address, { extraMs: 0 }));
      case 'disk-full':
        this.setDisks(address, { isFull: true });
        return this.later(fault.forMs, () => this.setDisks(address, { isFull: false }));
      case 'disk-fails':
        if (!this.mayGo()) return;
        this.setDisks(address, { failsNext: true });
        this.dying.set(address, {
          forMs: fault.forMs,
          remembered: cluster.node(address)?.rememberedPeers() ?? [],
        });
    }
  }

  private setDisks(host: Address, state: Partial<DiskState>): void {
    for (const disk of this.cluster.disksOf(host)) Object.assign(disk, state);
  }

  private crash(address: Address, fate: DiskFate, forMs: number): void {
    if (!this.mayGo()) return;
    const { cluster } = this;
    const remembered = cluster.node(address)?.rememberedPeers() ?? [];
    this.dying.delete(address);
    const isWiped = fate === 'wiped' && this.bare.size === 0;
    if (isWiped) {
      this.bare.add(address);
      this.fresh.add(address);
    }
    cluster.crash(address, isWiped ? 'wiped' : fate === 'wiped' ? 'power' : fate);
    this.later(forMs, () => this.comeBack(address, isWiped ? [] : remembered));
  }

  private leave(address: Address, forMs: number): void {
    if (!this.mayGo()) return;
    this.begin(
      this.cluster.leave(address).then(
        () => this.later(forMs, () => this.comeBack(address, [])),
        () => undefined, // The others could not take over: it stays.
      ),
    );
  }

  private join(): void {
    const address = `later-${(this.joined += 1)}:1`;
    this.fresh.add(address);
    this.comeBack(address, []);
  }

  private comeBack(address: Address, remembered: readonly Address[]): void {
    const { cluster } = this;
    if (cluster.node(address)) return;
    const back = cluster.rejoin(address, remembered, () => this.established(address));
    this.begin(back.then(() => this.isWhole(address)));
  }

  /** Resolves when a host that has lost its disk has everything again. */
  private async isWhole(address: Address): Promise<void> {
    const { cluster } = this;
    const isMember = (): boolean => cluster.node(address)?.membership === 'member';
    if (isMember()) this.fresh.delete(address);
    if (!this.bare.has(address)) return;
    void this.watchWhole(address);
  }

  private async watchWhole(address: Address): Promise<void> {
    const { cluster } = this;
    const isWhole = (): boolean =>
      cluster.node(address) !== undefined && cluster.isSettled() && !wrongCopies(cluster);
    for (let agreed = false; !agreed;) {
      await cluster.passes(LOOK_MS);
      // The nodes have to agree: until then the host does not count everywhere.
      if (isWhole()) agreed = (await this.allAgree()) && isWhole();
    }
    this.bare.delete(address);
  }

  /** True when every store reports soon that it is settled, repairs of home replicas included. */
  private allAgree(): Promise<boolean> {
    const { cluster } = this;
    const settled = Promise.all(Array.from(cluster.stores.values(), (store) => store.settled()));
    return Promise.race([settled.then(() => true), cluster.passes(AGREE_MS).then(() => false)]);
  }

  /** The nodes that an operator would name: those that belong to the ring, reachable or not. */
  private established(self: Address): Address[] {
    return this.cluster.serving().filter((address) => address !== self && !this.fresh.has(address));
  }

  private cut(cut: ValueFault & { kind: 'cut' }): void {
    const { faults } = this.cluster.network;
    cutInTwo(faults, this.cluster.hosts(), cut);
    this.later(cut.forMs, () => faults.heal());
  }

  private makeNoise({ loss, duplicate, reorder, forMs }: ValueFault & { kind: 'noise' }): void {
    const { faults } = this.cluster.network;
    faults.setNoise({ loss, duplicate, reorder, reorderMs: REORDER_MS });
    this.later(forMs, () => faults.setNoise({}));
  }

  private mayGo(): boolean {
    return this.cluster.serving().length > MEMBERS_MIN;
  }

  private member(pick: number): Address | undefined {
    const addresses = this.cluster.serving();
    return addresses[Math.floor(pick * addresses.length)];
  }

  private later(ms: number, task: () => void): void {
    this.begin(this.cluster.passes(ms).then(task));
  }

  private begin(task: Promise<unknown>): void {
    this.pending += 1;
    const over = (): void => void (this.pending -= 1);
    task.then(over, over);
  }
}
