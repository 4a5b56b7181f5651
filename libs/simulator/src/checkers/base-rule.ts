// The operating assumption of the protocol: the failures that it has to bear (Zave, TSE 2017, section 5).
import { INVARIANTS, pictureOf, type Address } from '@chord-dht/chord';
import type { Cluster } from '../cluster/cluster';

/**
 * A member may go when every other one keeps a live successor, r + 1 principals remain, and fewer than r members have
 * gone since the lists were last repaired.
 */
export class BaseRule {
  private departures: number[] = [];

  /** @param repairMs the time without failures after which lists are repaired */
  constructor(
    private readonly cluster: Cluster,
    private readonly successorsMax: number,
    private readonly repairMs: number,
  ) {}

  /** True when the member at `address` may go now; it counts as gone then. */
  mayGo(address: Address): boolean {
    const nowMs = this.cluster.clock.nowMs();
    this.departures = this.departures.filter((atMs) => nowMs - atMs < this.repairMs);
    if (this.departures.length >= this.successorsMax - 1) return false;
    const node = this.cluster.node(address);
    const others = this.cluster.pointers().filter((member) => member.id !== node?.self.id);
    const picture = pictureOf(others, this.successorsMax + 1);
    const broken =
      others.length <= this.successorsMax ||
      INVARIANTS['OneLiveSuccessor']?.(picture) ||
      INVARIANTS['SufficientPrincipals']?.(picture);
    if (broken) return false;
    this.departures.push(nowMs);
    return true;
  }
}
