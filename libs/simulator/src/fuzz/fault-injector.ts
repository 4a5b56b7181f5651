// Applies each fault of a plan to a cluster.
import type { Address } from '@chord-dht/chord';
import type { BaseRule } from '../checkers/base-rule';
import type { Cluster } from '../cluster/cluster';
import { RESTART_MS_MIN, type Fault } from './fault-plan';
import { cutInTwo } from './cut-in-two';

const REORDER_MS = 60;
const JOIN_MS = RESTART_MS_MIN - 1_000;
/** The least number of members, below which none goes. */
const MEMBERS_MIN = 3;

export class FaultInjector {
  private started = 0;
  private pending = 0;

  constructor(
    private readonly cluster: Cluster,
    /** Decides which members may go; without it any may. */
    private readonly rule: BaseRule | undefined,
  ) {}

  /** True when every join, leave and restart has ended. */
  get idle(): boolean {
    return this.pending === 0;
  }

  inject(fault: Fault): void {
    const { network, log, clock } = this.cluster;
    log?.add(`${clock.nowMs().toFixed(3)} fault ${JSON.stringify(fault)}`);
    switch (fault.kind) {
      case 'crash':
        this.goes(fault.pick, (address) => this.cluster.crash(address));
        break;
      case 'leave':
        this.goes(fault.pick, (address) => this.begin(this.cluster.leave(address)));
        break;
      case 'restart':
        this.goes(fault.pick, (address) => this.restart(address, fault.afterMs));
        break;
      case 'join':
        this.join(fault.pick);
        break;
      case 'cut':
        this.cut(fault);
        break;
      case 'heal':
        network.faults.heal();
        break;
      case 'slow':
        network.faults.slowDown(this.member(fault.pick), fault.extraMs);
        break;
      case 'noise':
        network.faults.setNoise({ ...fault, reorderMs: REORDER_MS });
        break;
    }
  }

  endFaults(): void {
    this.cluster.network.faults.clear();
  }

  private addresses(): Address[] {
    return this.cluster.members().map((node) => node.self.address);
  }

  private member(pick: number): Address {
    const addresses = this.addresses();
    return addresses[Math.floor(pick * addresses.length)] as Address;
  }

  private goes(pick: number, go: (address: Address) => void): void {
    if (this.addresses().length <= MEMBERS_MIN) return;
    const address = this.member(pick);
    if (!this.rule || this.rule.mayGo(address)) go(address);
  }

  private restart(address: Address, afterMs: number): void {
    const remembered = this.cluster.node(address)?.rememberedPeers() ?? [];
    this.cluster.crash(address);
    this.pending += 1;
    this.cluster.clock.after(afterMs, () => {
      this.pending -= 1;
      // Two nodes that return at the same time may find each other first, and begin a second ring that merges later.
      // The proof covers only joins through members.
      if (this.rule) this.joinThrough(address, this.cluster.random.next());
      else this.cluster.add(address, remembered);
    });
  }

  private join(pick: number): void {
    this.started += 1;
    this.joinThrough(`later-${this.started}:1`, pick);
  }

  private joinThrough(address: Address, pick: number): void {
    const joining = this.cluster.join(address, [this.member(pick)], JOIN_MS).then(
      () => undefined,
      // The member that it joined through has gone: it is not started again.
      () => this.cluster.crash(address),
    );
    this.begin(joining);
  }

  private begin(task: Promise<unknown>): void {
    this.pending += 1;
    const over = (): void => void (this.pending -= 1);
    task.then(over, over);
  }

  private cut(cut: Fault & { kind: 'cut' }): void {
    cutInTwo(this.cluster.network.faults, this.addresses(), cut);
  }
}
