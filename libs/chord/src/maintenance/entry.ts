// A node's entry into a ring and its departure.
import { ChordError, codeOf } from '../base/errors';
import { pause, type MemberContext } from '../context/member-context';
import { identifyAll } from '../merge/identify-all';
import { offerPlace } from '../merge/unify';
import { unite, type JoinReport } from '../merge/unite';
import type { Address, NodeRef } from '../id/node-ref';
import { sayGoodbye } from './goodbye';
import { joinThrough } from './join';
import type { Maintenance } from './maintenance';
import type { Names } from './names';

const RETRY_PAUSE_MS = 100;

export class Entry {
  constructor(
    private readonly context: MemberContext,
    readonly names: Names,
    private readonly maintenance: Maintenance,
  ) {}

  /**
   * Returns the addresses that do not lead to this process. An address that does not answer counts as another process.
   */
  async othersAmong(addresses: readonly Address[]): Promise<Address[]> {
    const isOther = await Promise.all(
      addresses.map((address) =>
        this.names.identify(address).then(
          (found) => !this.names.isThisProcess(found),
          () => true,
        ),
      ),
    );
    return addresses.filter((_, index) => isOther[index]);
  }

  /**
   * Tries the addresses until one accepts this node or the time is over. Members of rings come first: two nodes that
   * restarted at the same time would otherwise make a ring of their own.
   */
  async joinVia(addresses: readonly Address[], timeoutMs: number): Promise<void> {
    const { clock, parameters } = this.context;
    const deadlineMs = clock.nowMs() + timeoutMs;
    let reason: unknown = new ChordError('JOIN_FAILED', 'No address to join through was given.');
    while (addresses.length > 0 && clock.nowMs() < deadlineMs) {
      const patienceMs = Math.min(parameters.callTimeoutMs, deadlineMs - clock.nowMs());
      const asked = await identifyAll(addresses, (address) =>
        this.names.identifyNamed(address, patienceMs),
      );
      reason = asked.reason ?? reason;
      for (const { node, membership } of asked.found) {
        // A peer that is joining or leaving is asked again once it has settled.
        if (membership !== 'member' && membership !== 'alone') continue;
        const remainingMs = Math.max(1, deadlineMs - clock.nowMs());
        try {
          await this.join(node, Math.min(remainingMs, parameters.operationTimeoutMs));
          return;
        } catch (error) {
          if (codeOf(error) === 'INCOMPATIBLE') throw error;
          if (codeOf(error) === 'NOT_ALONE') return this.uniteWithOne(addresses, deadlineMs);
          reason = error;
        }
      }
      await pause(this.context, RETRY_PAUSE_MS);
    }
    throw reason;
  }

  unite(addresses: readonly Address[], timeoutMs: number, yields = false): Promise<JoinReport> {
    const parts = {
      yields,
      context: this.context,
      identify: this.names.identifyNamed,
      join: (via: NodeRef, timeLeftMs: number) => this.join(via, timeLeftMs),
      tryCandidate: (candidate: NodeRef) => this.maintenance.stabiliser.tryCandidate(candidate),
    };
    return unite(parts, addresses, this.context.clock.nowMs() + timeoutMs);
  }

  async join(via: NodeRef, timeoutMs: number): Promise<void> {
    if (via.id === this.context.self.id) {
      throw new ChordError('JOIN_FAILED', 'A node cannot join through itself.');
    }
    await this.names.requireOwn();
    await joinThrough(this.context, via, this.context.clock.nowMs() + timeoutMs);
    this.maintenance.lostPeers.remove(via.address);
    this.maintenance.settleIn();
  }

  /** Accepts a predecessor that a third party names: the address has to answer as a member first. */
  async notifiedBy(address: Address): Promise<boolean> {
    const { node, membership } = await this.names.identifyNamed(address);
    if (membership !== 'member') {
      throw new ChordError('NOT_MEMBER', `${address} is not a member of a ring of several nodes.`);
    }
    return this.maintenance.rectifier.notified(node);
  }

  /** This ring and the stranger's are two: offers the stranger its place in this one. */
  readonly meet = (stranger: NodeRef): Promise<void> =>
    offerPlace(this.context, stranger, (candidate) =>
      this.maintenance.stabiliser.tryCandidate(candidate),
    );

  /** @param returning whether the neighbours probe for this node afterwards */
  async depart(returning: boolean): Promise<void> {
    const { state } = this.context;
    this.maintenance.stop();
    const wasMember = state.membership === 'member' || state.membership === 'leaving';
    state.membership = 'left';
    if (wasMember) await sayGoodbye(this.context, returning);
  }

  /** Another node joined this one meanwhile: merges the ring that grew here with the one asked for. */
  private async uniteWithOne(addresses: readonly Address[], deadlineMs: number): Promise<void> {
    const timeoutMs = Math.max(1, deadlineMs - this.context.clock.nowMs());
    let reason: unknown;
    for (const address of addresses) {
      try {
        await this.unite([address], timeoutMs);
        return;
      } catch (error) {
        reason = error;
      }
    }
    throw reason;
  }
}
