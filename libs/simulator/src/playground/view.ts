// The visible state of a cluster: nodes by number, their places, and their own reports.
import type { Address, ChordNode, NodeRef } from '@chord-dht/chord';
import type { StoreNode } from '@chord-dht/store';
import type { Cluster } from '../cluster/cluster';
import { StoreCluster } from '../cluster/store-cluster';
import { sentenceOf } from '../scenarios/sentence';
import { Lamps } from './lamps';
import {
  NODE_STATES,
  type Lamp,
  type LogLine,
  type NodeDetail,
  type Trail,
  type WorldNodeState,
  type WorldPicture,
} from './picture';

/** The interface of a world for a page: reading and advancing it. */
export interface World {
  readonly nowMs: number;
  readonly events: number;
  /** The run so far as the text of a link. */
  readonly link: string;
  /** @param isEnough called before every turn with the virtual time at which the next event is due */
  advance(isEnough: (nextMs: number) => boolean): Promise<void>;
  step(): Promise<void>;
  picture(): WorldPicture;
  /** @param isThorough also compares the copies of every key, which takes longer */
  readLamps(isThorough: boolean): readonly Lamp[];
  readTrails(): readonly Trail[];
  /** The lines since the previous call. */
  readLog(): readonly LogLine[];
  detail(number: number): NodeDetail | null;
}

const LOG_MAX = 400;
/** In larger rings only the important events are logged. */
const TALKATIVE_NODES_MAX = 64;

export class WorldView {
  private readonly lamps: Lamps;
  /** Columns: the number, the address and the position of each node at its index. */
  private readonly numbers: number[] = [];
  private readonly hosts: Address[] = [];
  private readonly turns: number[] = [];
  private readonly places = new Map<Address, number>();
  private readonly addresses = new Map<number, Address>();
  private readonly byId = new Map<string, number>();
  private readonly log: LogLine[] = [];
  private logged = 0;

  /** @param numberOf the number of a node; 0 for any other address */
  constructor(
    private readonly cluster: Cluster,
    private readonly numberOf: (address: Address) => number,
  ) {
    this.lamps = new Lamps(cluster, (id) => this.numberOfId(id));
    cluster.onMade = (node) => this.listen(node);
  }

  picture(slowOnes: ReadonlySet<number> = new Set()): WorldPicture {
    const { cluster, numbers } = this;
    const count = numbers.length;
    const states = new Uint8Array(count);
    const successors = new Int32Array(count).fill(-1);
    const predecessors = new Int32Array(count).fill(-1);
    const slow = new Uint8Array(count);
    this.hosts.forEach((address, place) => {
      const node = cluster.node(address);
      states[place] = NODE_STATES.indexOf(this.stateOf(address, node));
      if (!node) return;
      successors[place] = this.placeOf(node.successors[0]);
      predecessors[place] = this.placeOf(node.predecessor);
    });
    if (slowOnes.size > 0)
      numbers.forEach((number, place) => (slow[place] = slowOnes.has(number) ? 1 : 0));
    return {
      ms: cluster.clock.nowMs(),
      events: cluster.loop.events,
      messages: cluster.network.messages,
      hash: cluster.log?.hash() ?? '',
      numbers: Int32Array.from(numbers),
      turns: Float32Array.from(this.turns),
      states,
      successors,
      predecessors,
      slow,
    };
  }

  readLamps(isThorough: boolean): readonly Lamp[] {
    return this.lamps.read(isThorough);
  }

  /** The lines since the previous call. */
  readLog(): readonly LogLine[] {
    const fresh = this.log.slice(Math.max(0, this.log.length - this.logged));
    this.logged = 0;
    return fresh;
  }

  detail(number: number): NodeDetail | null {
    const address = this.addressOf(number);
    const node = this.cluster.node(address);
    if (!this.places.has(address)) return null;
    const known = ({ address }: NodeRef): number => this.numberOf(address);
    return {
      number,
      state: this.stateOf(address, node),
      predecessor: node?.predecessor ? known(node.predecessor) : null,
      successors: (node?.successors ?? []).map(known).filter((successor) => successor > 0),
      fingers: (node?.fingers() ?? []).map(({ firstIndex, lastIndex, node: to }) => ({
        first: firstIndex,
        last: lastIndex,
        node: known(to),
      })),
      keys: this.storeAt(number)?.figures().keys ?? 0,
    };
  }

  private storeAt(number: number): StoreNode | undefined {
    const { cluster } = this;
    return cluster instanceof StoreCluster ? cluster.stores.get(this.addressOf(number)) : undefined;
  }

  private addressOf(number: number): Address {
    return this.addresses.get(number) ?? '';
  }

  private listen(node: ChordNode): void {
    const { address, id } = node.self;
    const number = this.numberOf(address);
    const place = this.places.get(address) ?? this.numbers.length;
    this.places.set(address, place);
    this.addresses.set(number, address);
    this.numbers[place] = number;
    this.hosts[place] = address;
    this.turns[place] = this.cluster.space.turn(id);
    this.byId.set(id, number);
    node.events.on((event) => {
      const isTalkative = this.numbers.length <= TALKATIVE_NODES_MAX;
      if (!isTalkative && event.type !== 'membership-changed' && event.type !== 'peer-failed')
        return;
      const words = sentenceOf(event, (id) => `n${this.numberOfId(id)}`);
      if (words) this.say(`n${number} ${words}`, event.type === 'peer-failed' ? 'bad' : 'calm');
    });
  }

  private stateOf(address: Address, node: ChordNode | undefined): WorldNodeState {
    if (!node) return 'dead';
    if (!this.cluster.isAwake(address)) return 'asleep';
    if (node.membership === 'leaving' || node.membership === 'left') return 'going';
    return node.membership === 'member' ? 'member' : 'coming';
  }

  private placeOf(node: NodeRef | null | undefined): number {
    return node ? (this.places.get(node.address) ?? -1) : -1;
  }

  private numberOfId(id: string): number {
    return this.byId.get(id) ?? 0;
  }

  say(words: string, weight: LogLine['weight']): void {
    this.log.push({ ms: this.cluster.clock.nowMs(), words, weight });
    this.logged = Math.min(this.logged + 1, LOG_MAX);
    if (this.log.length > LOG_MAX) this.log.shift();
  }
}
