// Many members in one virtual world: start, join, leave, crash and return.
import {
  checkInvariants,
  ChordNode,
  idealRing,
  IdSpace,
  pictureOf,
  type Address,
  type ChordParameters,
  type Hasher,
  type InvariantReport,
  type MemberPointers,
  type NodeRef,
  type Transport,
  type Violation,
} from '@chord-dht/chord';
import {
  EventLoop,
  type Host,
  latencyOf,
  type LatencySpec,
  NodeClock,
  SeededRandom,
  Sha1Hasher,
  VirtualClock,
  VirtualNetwork,
} from '@chord-dht/chord/testing';
import { EventLog } from '../log/event-log';
import { lineOf } from '../log/ring-event-line';
import { RingMap } from './ideal-pointers';

export interface ClusterOptions {
  readonly host: Host;
  readonly seed: number;
  readonly bits?: number;
  readonly hasher?: Hasher;
  readonly parameters?: Partial<ChordParameters>;
  readonly latency?: LatencySpec;
  readonly death?: 'refusing' | 'silent';
  readonly copies?: 'deep' | 'shared';
  readonly tickMs?: number;
  /** `hash`: compare runs. `lines`: read them. By default neither, for speed. */
  readonly logging?: 'hash' | 'lines';
  /** Changes a fresh node: for tests that run a protocol with a known defect. */
  readonly alter?: (node: ChordNode) => void;
}

/** What a process gives to the node in it. */
export interface Port {
  readonly clock: NodeClock;
  readonly transport: Transport;
}

interface Process {
  readonly node: ChordNode;
  readonly clock: NodeClock;
}

/** What was seen of the ring when so many changes had been made. */
interface Look {
  readonly changes: number;
  readonly violation: Violation | undefined;
  readonly onlyMembers: boolean;
}

const POINTER_EVENTS: ReadonlySet<string> = new Set([
  'membership-changed',
  'predecessor-changed',
  'successors-changed',
]);
const SEED_RANGE = 2 ** 32;

export class Cluster {
  readonly clock = new VirtualClock();
  readonly loop: EventLoop;
  readonly network: VirtualNetwork;
  readonly space: IdSpace;
  readonly hasher: Hasher;
  readonly log: EventLog | undefined;
  /** For whoever plans what happens in this world; the nodes and the network have their own. */
  readonly random: SeededRandom;
  /** Defects that nodes reported; empty in a good run. */
  readonly defects: unknown[] = [];
  /** Grows with every change of a pointer and with every node that comes or goes. */
  changes = 0;
  /** Told of every node that is made from now on. */
  onMade: (node: ChordNode) => void = () => undefined;
  private lastLook: Look | undefined;
  private readonly processes = new Map<Address, Process>();
  private readonly nodeSeeds: SeededRandom;
  /** Nodes that were members once: one that is alone now has been lost. */
  private readonly joined = new WeakSet<ChordNode>();

  constructor(private readonly options: ClusterOptions) {
    const seeds = new SeededRandom(options.seed);
    this.random = new SeededRandom(seeds.below(SEED_RANGE));
    this.nodeSeeds = new SeededRandom(seeds.below(SEED_RANGE));
    this.space = new IdSpace(options.bits ?? 160);
    this.hasher = options.hasher ?? new Sha1Hasher();
    this.log = options.logging ? new EventLog(options.logging === 'lines') : undefined;
    this.loop = new EventLoop(this.clock, options.host, { tickMs: options.tickMs ?? 0 });
    this.network = new VirtualNetwork({
      clock: this.clock,
      random: new SeededRandom(seeds.below(SEED_RANGE)),
      latency: latencyOf(options.latency ?? { kind: 'uniform', minMs: 1, maxMs: 2 }),
      death: options.death ?? 'refusing',
      copies: options.copies ?? 'deep',
      ...(this.log ? { log: this.log } : {}),
    });
  }

  /** Every node that runs now. */
  nodes(): ChordNode[] {
    return Array.from(this.processes.values(), ({ node }) => node);
  }

  node(address: Address): ChordNode | undefined {
    return this.processes.get(address)?.node;
  }

  /** A node that is not started: it answers nothing yet. */
  make(address: Address, remembered: readonly Address[] = []): ChordNode {
    const { clock, transport } = this.port(address);
    const node = new ChordNode({
      self: address,
      space: this.space,
      hasher: this.hasher,
      transport,
      clock,
      random: new SeededRandom(this.nodeSeeds.below(SEED_RANGE)),
      parameters: this.options.parameters ?? {},
      remembered,
      onFault: (error) => this.defects.push(error),
    });
    this.options.alter?.(node);
    const { log } = this;
    node.events.on((event) => {
      if (POINTER_EVENTS.has(event.type)) this.changes += 1;
      log?.add(`${address} ${lineOf(event)}`);
    });
    this.processes.set(address, { node, clock });
    this.changes += 1;
    this.onMade(node);
    return node;
  }

  /** A node that is alone: it answers, maintains itself and waits to join. */
  add(address: Address, remembered: readonly Address[] = []): ChordNode {
    const node = this.make(address, remembered);
    node.start();
    return node;
  }

  /** A ring in its ideal state at once. @param maintained whether the nodes go on to maintain it */
  addIdealRing(addresses: readonly Address[], maintained = true): RingMap {
    const nodes = addresses.map((address) => (maintained ? this.add(address) : this.make(address)));
    const byId = new Map(nodes.map((node) => [node.self.id, node]));
    const map = new RingMap(
      nodes.map((node) => node.self),
      this.space,
    );
    map.members.forEach((member, place) => {
      const node = byId.get(member.id) as ChordNode;
      node.adoptPointers(map.pointersOf(place, node.parameters.successorsMax));
    });
    return map;
  }

  /** Starts a node and has it join. @returns when it is a member. @throws ChordError as `joinVia` */
  async join(address: Address, via: readonly Address[], timeoutMs?: number): Promise<ChordNode> {
    const node = this.add(address);
    await node.joinVia(via, timeoutMs === undefined ? {} : { timeoutMs });
    return node;
  }

  /** The process dies at once: nothing of it goes on, and nobody is told. */
  crash(address: Address): void {
    const process = this.processes.get(address);
    if (!process) return;
    this.log?.add(`${this.clock.nowMs().toFixed(3)} ${address} crashes`);
    process.clock.kill();
    this.network.kill(address);
    this.processes.delete(address);
    this.changes += 1;
  }

  /** Leaves by the protocol; the process ends when its neighbours have heard of it. */
  async leave(address: Address): Promise<void> {
    const process = this.processes.get(address);
    if (!process) return;
    await this.withdraw(address);
    process.clock.kill();
    this.network.kill(address);
  }

  /** The node leaves by the protocol; its process goes on. */
  protected async withdraw(address: Address): Promise<void> {
    const process = this.processes.get(address);
    this.processes.delete(address);
    this.changes += 1;
    await process?.node.leave();
  }

  /** For `make`: each node has a process of its own. */
  protected port(address: Address): Port {
    return { clock: new NodeClock(this.clock), transport: this.network.transport(address) };
  }

  /** The process is stopped (SIGSTOP): it does nothing, and messages and timers wait for it. */
  sleep(address: Address): void {
    const process = this.processes.get(address);
    if (!process) return;
    this.log?.add(`${this.clock.nowMs().toFixed(3)} ${address} sleeps`);
    process.clock.sleep();
    this.network.sleep(address);
  }

  /** It goes on (SIGCONT): first with what has been sent to it, then with what became due. */
  wake(address: Address): void {
    const process = this.processes.get(address);
    if (!process?.clock.isAsleep) return;
    this.log?.add(`${this.clock.nowMs().toFixed(3)} ${address} wakes`);
    this.network.wake(address);
    process.clock.wake();
  }

  /** True when a process is there and not stopped. */
  isAwake(address: Address): boolean {
    return this.processes.get(address)?.clock.isAsleep === false;
  }

  /** Moves the wall clock of one process. */
  skewWall(address: Address, offsetMs: number): void {
    const process = this.processes.get(address);
    if (process) process.clock.wallOffsetMs = offsetMs;
  }

  /** The members that are alive. A node that only waits to join is none. */
  members(): ChordNode[] {
    return this.nodes().filter((node) => {
      const isMember = node.membership === 'member' || node.membership === 'leaving';
      if (isMember) this.joined.add(node);
      return isMember || (node.membership === 'alone' && this.joined.has(node));
    });
  }

  ringMap(): RingMap {
    return new RingMap(
      this.members().map((node): NodeRef => node.self),
      this.space,
    );
  }

  pointers(): MemberPointers[] {
    return this.members().map((node) => ({
      id: node.self.id,
      predecessor: node.predecessor?.id ?? null,
      successors: node.successors.map((entry) => entry.id),
    }));
  }

  /** The invariants that do not hold now. @param principalsMin r + 1 where the ring began with so many */
  violations(principalsMin = 1): InvariantReport[] {
    return checkInvariants(this.pointers(), principalsMin).filter((report) => !report.holds);
  }

  /** What is missing to the ideal state of all members, if anything. */
  notIdeal(): Violation | undefined {
    return this.look().violation;
  }

  /** True when every node that runs is a member, and they are one ideal ring. */
  isWhole(): boolean {
    const { violation, onlyMembers } = this.look();
    return onlyMembers && !violation;
  }

  /** Often asked after every event: as long as nothing has changed the last answer is still right. */
  private look(): Look {
    if (this.lastLook?.changes !== this.changes) {
      this.lastLook = {
        changes: this.changes,
        violation: this.findViolation(),
        onlyMembers: this.members().length === this.processes.size,
      };
    }
    return this.lastLook;
  }

  private findViolation(): Violation | undefined {
    const [node] = this.nodes();
    const { successorsMax = 1, successorHostsMin = 0 } = node?.parameters ?? {};
    return idealRing(successorsMax, successorHostsMin > 0)(pictureOf(this.pointers()));
  }
}
