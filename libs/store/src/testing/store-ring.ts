// Several members with stores on one network and one clock.
import {
  CodedError,
  nodeRefOf,
  type Address,
  type ChordNode,
  type NodeRef,
} from '@chord-dht/chord';
import { TestRing, type TestRingOptions } from '@chord-dht/chord/testing';
import type { StoreEvent } from '../arc/events';
import { MemoryRecordStore } from '../arc/memory-record-store';
import type { StoreParameters } from '../base/parameters';
import { StoreNode } from '../store-node';
import { renameMembers } from '../view/view-book';

export interface StoreRingOptions extends TestRingOptions {
  readonly store?: Partial<StoreParameters>;
}

export interface TestMember {
  readonly chord: ChordNode;
  readonly store: StoreNode;
  readonly records: MemoryRecordStore;
  /** Of its process. */
  readonly death: Death;
}

interface Death {
  /** Rejects with it. */
  readonly promise: Promise<never>;
  readonly happens: () => void;
}

function deathOf(address: Address): Death {
  let happens = (): void => undefined;
  const promise = new Promise<never>((_resolve, reject) => {
    happens = () => reject(new CodedError('GONE', `The process of ${address} has died.`));
  });
  // Nobody may be asking it.
  promise.catch(() => undefined);
  return { promise, happens };
}

/** The records of an address outlive its process, as a disk would. */
export class StoreRing extends TestRing {
  readonly members = new Map<Address, TestMember>();
  readonly events: { readonly node: Address; readonly event: StoreEvent }[] = [];
  private readonly disks = new Map<Address, MemoryRecordStore>();

  constructor(private readonly storeOptions: StoreRingOptions = {}) {
    super(storeOptions);
  }

  override add(address: Address, remembered: readonly Address[] = []): ChordNode {
    const chord = super.add(address, remembered);
    const records = this.disks.get(address) ?? new MemoryRecordStore();
    this.disks.set(address, records);
    const store = new StoreNode({ chord, records, parameters: this.storeOptions.store ?? {} });
    store.events.on((event) => {
      this.events.push({ node: address, event });
      if (event.type === 'store-fault') this.faults.push(event.error);
    });
    store.start();
    this.members.set(address, { chord, store, records, death: deathOf(address) });
    return chord;
  }

  /**
   * What a client is told that asks a member. A process that dies under it answers nothing.
   * @throws CodedError `GONE` then; what the store throws
   */
  async asked<T>(address: Address, ask: (store: StoreNode) => Promise<T>): Promise<T> {
    const { store, death } = this.member(address);
    return Promise.race([ask(store), death.promise]);
  }

  override crash(address: Address): void {
    this.members.get(address)?.death.happens();
    void this.members.get(address)?.store.stop();
    this.members.delete(address);
    super.crash(address);
  }

  member(address: Address): TestMember {
    const member = this.members.get(address);
    if (!member) throw new Error(`${address} is not running`);
    return member;
  }

  store(address: Address): StoreNode {
    return this.member(address).store;
  }

  /** The whole way out: hand over, tell the neighbours, stop. */
  async leave(address: Address): Promise<void> {
    const { chord, store } = this.member(address);
    await store.handOff();
    await chord.leave();
    await store.stop();
    this.members.delete(address);
    await this.close(address);
  }

  /** Everything lies where it belongs, and every pointer is right. */
  isSettled(): boolean {
    return (
      this.notIdeal() === undefined &&
      [...this.members.values()].every(({ store }) => store.pendingRanges === 0)
    );
  }

  /** The same for members that are in several rings. */
  untilSettledApart(limitMs?: number): Promise<void> {
    return this.until(
      () => [...this.members.values()].every(({ store }) => store.pendingRanges === 0),
      limitMs,
    );
  }

  /** The disk of an address that is not running is lost. */
  wipe(address: Address): void {
    this.disks.delete(address);
  }

  /** The disk of an address that is not running is served under another from now on, and knows that. */
  async move(from: Address, to: Address): Promise<void> {
    const disk = this.disks.get(from);
    if (!disk) throw new Error(`${from} has no disk`);
    const [former, present] = [from, to].map((name) => nodeRefOf(name, this.space, this.hasher));
    const rename = (member: NodeRef): NodeRef =>
      member.id === former?.id ? (present as NodeRef) : member;
    const twice = await renameMembers(disk, this.space, rename);
    if (twice !== undefined) throw new Error(`${twice} is a member already`);
    this.disks.delete(from);
    this.disks.set(to, disk);
  }

  untilSettled(limitMs?: number): Promise<void> {
    return this.until(() => this.isSettled(), limitMs);
  }
}
