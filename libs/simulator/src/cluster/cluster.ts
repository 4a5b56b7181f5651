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
  /** `hash`: to compare runs. `lines`: to read them. By default neither, for speed. */
  readonly logging?: 'hash' | 'lines';
  /** Modifies a fresh node: for tests that run a protocol with a known defect. */
  readonly alter?: (node: ChordNode) => void;
}

/** The ports that a process gives its node. */
export interface Port {
  readonly clock: NodeClock;
  readonly transport: Transport;
}

interface Process {
  readonly node: ChordNode;
  readonly clock: NodeClock;
}

/** A cached check of the ring, with the number of changes at its time. */
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
  /** For the plan of the run; the nodes and the network have their own. */
  readonly random: SeededRandom;
  /** Defects that nodes reported; empty in a good run. */
  readonly defects: unknown[] = [];
  /** Incremented by every change of a pointer and by every node that comes or goes. */
  changes = 0;
  /** Called with every node that is created from now on. */
  onMade: (node: ChordNode) => void = () => undefined;
  private lastLook: Look | undefined;
  private readonly processes = new Map<Address, Process>();
  private readonly nodeSeeds: SeededRandom;
  /** Nodes that were members once: one of these that is alone has lost its ring. */
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

  /** A node that is not started: it does not answer yet. */
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

  /** A node that is alone: it answers, maintains itself and can join. */
  add(address: Address, remembered: readonly Address[] = []): ChordNode {
    const node = this.make(address, remembered);
    node.start();
    return node;
  }

  /** Creates a ring in its ideal state. @param maintained whether the nodes maintain it from then on */
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

  /** Starts a node and makes it join; resolves when it is a member. @throws ChordError as `joinVia` */
  async join(address: Address, via: readonly Address[], timeoutMs?: number): Promise<ChordNode> {
    const node = this.add(address);
    await node.joinVia(via, timeoutMs === undefined ? {} : { timeoutMs });
    return node;
  }

  /** The process dies at once: nothing of it runs any more, and no node is notified. */
  crash(address: Address): void {
    const process = this.processes.get(address);
    if (!process) return;
    this.log?.add(`${this.clock.nowMs().toFixed(3)} ${address} crashes`);
    process.clock.kill();
    this.network.kill(address);
    this.processes.delete(address);
    this.changes += 1;
  }

  /** Leaves by the protocol; the process ends when its neighbours have been notified. */
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

  /** For `make`: each node has its own process. */
  protected port(address: Address): Port {
    return { clock: new NodeClock(this.clock), transport: this.network.transport(address) };
  }

  /** The process is stopped (SIGSTOP): it does nothing, and messages and timers wait. */
  sleep(address: Address): void {
    const process = this.processes.get(address);
    if (!process) return;
    this.log?.add(`${this.clock.nowMs().toFixed(3)} ${address} sleeps`);
    process.clock.sleep();
    this.network.sleep(address);
  }

  /** The process goes on (SIGCONT): first with the waiting messages, then with the due timers. */
  wake(address: Address): void {
    const process = this.processes.get(address);
    if (!process?.clock.isAsleep) return;
    this.log?.add(`${this.clock.nowMs().toFixed(3)} ${address} wakes`);
    this.network.wake(address);
    process.clock.wake();
  }

  /** True for a process that exists and is not stopped. */
  isAwake(address: Address): boolean {
    return this.processes.get(address)?.clock.isAsleep === false;
  }

  /** Shifts the wall clock of one process. */
  skewWall(address: Address, offsetMs: number): void {
    const process = this.processes.get(address);
    if (process) process.clock.wallOffsetMs = offsetMs;
  }

  /** The live members. A node that is still waiting to join is none. */
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

  /** The violated invariants. @param principalsMin r + 1 where the ring began with so many */
  violations(principalsMin = 1): InvariantReport[] {
    return checkInvariants(this.pointers(), principalsMin).filter((report) => !report.holds);
  }

  /** The first difference from the ideal state of all members, if any. */
  notIdeal(): Violation | undefined {
    return this.look().violation;
  }

  /** True when every node that runs is a member, and they form one ideal ring. */
  isWhole(): boolean {
    const { violation, onlyMembers } = this.look();
    return onlyMembers && !violation;
  }

  /** Called after every event: while nothing has changed the last result is still valid. */
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
