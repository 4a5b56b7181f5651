// Several members on one network and one clock, and the wait for a state of theirs.
import { ChordNode } from '../chord-node';
import { IdSpace } from '../id/id-space';
import { idealRing } from '../invariants/ideal-ring';
import { checkInvariants, type InvariantReport } from '../invariants/check-invariants';
import { pictureOf, type MemberPointers, type Violation } from '../invariants/members';
import type { FaultContext } from '../messages/dispatcher';
import type { ChordParameters } from '../base/parameters';
import type { Clock } from '../ports/clock';
import type { Hasher } from '../ports/hasher';
import type { Transport } from '../ports/transport';
import type { Address } from '../id/node-ref';
import { ManualClock } from './manual-clock';
import { VirtualNetwork } from './network/virtual-network';
import { SeededRandom } from './seeded-random';
import { Sha1Hasher } from './sha1-hasher';

export interface TestRingOptions {
  readonly bits?: number;
  readonly seed?: number;
  readonly latencyMs?: (from: Address, to: Address) => number;
  readonly parameters?: Partial<ChordParameters>;
  readonly hasher?: Hasher;
  /** A clock of its own for a member; that of the world unless said. */
  readonly clockOf?: (address: Address, world: Clock) => Clock;
}

const LIMIT_MS = 600_000;
const LOOK_EVERY_MS = 10;

export class TestRing {
  readonly clock = new ManualClock();
  readonly network: VirtualNetwork;
  readonly random: SeededRandom;
  readonly space: IdSpace;
  readonly nodes = new Map<Address, ChordNode>();
  private readonly transports = new Map<Address, Transport>();
  readonly faults: unknown[] = [];
  /** What each of those was about that a message had to do with. */
  readonly faultsAbout: FaultContext[] = [];
  protected readonly hasher: Hasher;

  constructor(private readonly options: TestRingOptions = {}) {
    this.space = new IdSpace(options.bits ?? 32);
    this.random = new SeededRandom(options.seed ?? 1);
    this.hasher = options.hasher ?? new Sha1Hasher();
    const latencyMs = options.latencyMs ?? ((): number => 1 + this.random.next());
    this.network = new VirtualNetwork({
      clock: this.clock,
      random: this.random,
      latency: (_random, from, to) => latencyMs(from, to),
    });
  }

  /** A node that is alone, answering and maintaining itself. */
  add(address: Address, remembered: readonly Address[] = []): ChordNode {
    const node = new ChordNode({
      self: address,
      space: this.space,
      hasher: this.hasher,
      transport: this.transportOf(address),
      clock: this.options.clockOf?.(address, this.clock) ?? this.clock,
      random: this.random,
      parameters: this.options.parameters ?? {},
      remembered,
      onFault: (error, about) => {
        this.faults.push(error);
        if (about) this.faultsAbout.push(about);
      },
    });
    this.nodes.set(address, node);
    node.start();
    return node;
  }

  /** Makes nodes and joins each to the first, one after another. */
  async grow(addresses: readonly Address[], via?: Address): Promise<ChordNode[]> {
    const made: ChordNode[] = [];
    for (const address of addresses) {
      const node = this.add(address);
      const through = via ?? made[0]?.self.address;
      made.push(node);
      if (through) await this.clock.until(node.joinVia([through]), LIMIT_MS);
    }
    return made;
  }

  /** A fresh one, which `close` closes. */
  private transportOf(address: Address): Transport {
    const transport = this.network.transport(address);
    this.transports.set(address, transport);
    return transport;
  }

  /** The process of a node that has left ends in good order. */
  async close(address: Address): Promise<void> {
    this.nodes.delete(address);
    await this.transports.get(address)?.close();
  }

  /** The node dies as by kill -9; its neighbours have to find out. */
  crash(address: Address): void {
    this.nodes.get(address)?.stop();
    this.network.kill(address);
    this.nodes.delete(address);
  }

  /** A new process at an address that crashed. */
  async restart(address: Address, remembered: readonly Address[] = []): Promise<ChordNode> {
    this.network.kill(address);
    return this.add(address, remembered);
  }

  pointers(): MemberPointers[] {
    return [...this.nodes.values()].map((node) => ({
      id: node.self.id,
      predecessor: node.predecessor?.id ?? null,
      successors: node.successors.map((entry) => entry.id),
    }));
  }

  violations(principalsMin = 1): InvariantReport[] {
    return checkInvariants(this.pointers(), principalsMin).filter((report) => !report.holds);
  }

  /** What is missing to the ideal state of all nodes that are alive, if anything. */
  notIdeal(): Violation | undefined {
    const [node] = this.nodes.values();
    const { successorsMax = 1, successorHostsMin = 0 } = node?.parameters ?? {};
    return idealRing(successorsMax, successorHostsMin > 0)(pictureOf(this.pointers()));
  }

  untilIdeal(limitMs = LIMIT_MS): Promise<void> {
    return this.until(() => !this.notIdeal(), limitMs);
  }

  /** Lets time pass until `holds`; fails with the pointers of all nodes when it never does. */
  async until(holds: () => boolean, limitMs = LIMIT_MS): Promise<void> {
    const endMs = this.clock.nowMs() + limitMs;
    while (!holds()) {
      if (this.clock.nowMs() >= endMs)
        throw new Error(`the state was not reached in ${limitMs} ms:\n${this.describe()}`);
      await this.clock.advance(LOOK_EVERY_MS);
    }
  }

  describe(): string {
    const lines = [...this.nodes.values()].map((node) => {
      const list = node.successors.map((entry) => this.space.print(entry.id)).join(' ');
      const before = node.predecessor ? this.space.print(node.predecessor.id) : '-';
      return `${this.space.print(node.self.id)} ${node.membership}: predecessor ${before}, successors [${list}]`;
    });
    return lines.sort().join('\n');
  }
}
