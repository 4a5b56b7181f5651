// Keeps the predecessor right when another member claims to be it (Zave, section 5).
import { between, type Id } from '../id/between';
import { isAlive, askState, type MemberContext } from '../context/member-context';
import { sameNode, type NodeRef } from '../id/node-ref';
import type { PointerChange } from './pointer-change';

export interface RectifyHooks {
  /** Called when the predecessor did not answer and has been replaced. */
  readonly onLost: (node: NodeRef) => void;
  /** Called when a ring of one has found its second member. */
  readonly onPaired: (other: NodeRef) => void;
}

export class Rectifier {
  /** Candidates whose notify is in flight; a repeated notify awaits the same answer. */
  private readonly underWay = new Map<string, Promise<boolean>>();
  /** The time of the predecessor's last sign of life, in monotonic milliseconds. */
  private heardMs = 0;
  /** A predecessor that did not answer; it stays until another node claims its place. */
  private silent: NodeRef | null = null;
  private readonly asked = new Map<Id, Promise<boolean>>();

  constructor(
    private readonly context: MemberContext,
    private readonly change: PointerChange,
    private readonly hooks: RectifyHooks,
  ) {}

  /**
   * Handles a notify from `candidate`. A new predecessor has answered at its own address first, so that no node can
   * enter the ring under a name that is not its own.
   * @returns true when the predecessor changed
   */
  notified(candidate: NodeRef): Promise<boolean> {
    const present = this.underWay.get(candidate.id);
    if (present) return present;
    const handled = this.change.predecessor
      .run(() => this.rectify(candidate))
      .finally(() => this.underWay.delete(candidate.id));
    this.underWay.set(candidate.id, handled);
    return handled;
  }

  /**
   * Pings a predecessor that has not stabilised for longer than its period (ToN 2003, figure 6, check_predecessor).
   * Silence alone does not remove it: without another claimant nothing would be gained (Zave). A claim is then granted
   * at once.
   */
  async checkPredecessor(): Promise<void> {
    const { state, clock, parameters } = this.context;
    const patienceMs = (1 + parameters.jitter) * parameters.stabiliseMs;
    if (state.predecessor && clock.nowMs() - this.heardMs > patienceMs) await this.askPredecessor();
  }

  /** Pings the predecessor without waiting for the period, after a call to it failed. */
  async askPredecessor(): Promise<void> {
    const { state } = this.context;
    const { predecessor } = state;
    if (!predecessor) return;
    const alive = await this.isThere(predecessor);
    if (!sameNode(state.predecessor, predecessor)) return;
    if (alive) this.heard();
    else this.silent = predecessor;
  }

  /** Pings the predecessor. One ping at a time; concurrent callers share its result. */
  private async isThere(predecessor: NodeRef): Promise<boolean> {
    if (sameNode(this.silent, predecessor)) return false;
    const { id } = predecessor;
    const asked =
      this.asked.get(id) ?? isAlive(this.context, predecessor).finally(() => this.asked.delete(id));
    this.asked.set(id, asked);
    return asked;
  }

  private heard(): void {
    this.heardMs = this.context.clock.nowMs();
    this.silent = null;
  }

  private async rectify(candidate: NodeRef): Promise<boolean> {
    const { state } = this.context;
    if (candidate.id === state.self.id) return false;
    if (state.membership === 'alone') return this.pair(candidate);
    if (sameNode(state.predecessor, candidate)) {
      this.heard();
      return false;
    }
    return (await this.isBetter(candidate)) && this.replace(candidate);
  }

  private async isBetter(candidate: NodeRef): Promise<boolean> {
    const { self, state } = this.context;
    const current = state.predecessor;
    if (current === null || between(current.id, candidate.id, self.id)) return true;
    if (await this.change.awaiting(this.isThere(current))) return false;
    this.hooks.onLost(current);
    return true;
  }

  private async replace(candidate: NodeRef): Promise<boolean> {
    const { state } = this.context;
    if (!(await this.change.awaiting(isAlive(this.context, candidate)))) return false;
    if (state.membership !== 'member' && state.membership !== 'leaving') return false;
    const previous = state.predecessor;
    state.predecessor = candidate;
    this.heard();
    if (previous && between(previous.id, candidate.id, state.self.id))
      this.hint(previous, candidate);
    return true;
  }

  /**
   * Tells the former predecessor of its new successor (ToN 2003, section V-A). Without that it answers lookups wrongly
   * until its next round.
   */
  private hint(previous: NodeRef, candidate: NodeRef): void {
    this.context.call(previous, 'chord.hint', { candidate }).catch(() => undefined);
  }

  /**
   * Accepts the second member of a ring of one, when this node is its only successor. A candidate that lists further
   * nodes remembers this node from before a restart; its ring is joined instead.
   */
  private async pair(candidate: NodeRef): Promise<boolean> {
    const { self, state } = this.context;
    const answer = await this.change.awaiting(askState(this.context, candidate));
    const [only, ...others] = answer.successors;
    if (only?.id !== self.id || others.length > 0 || state.membership !== 'alone') return false;
    state.successors = [candidate];
    state.predecessor = candidate;
    state.membership = 'member';
    this.hooks.onPaired(candidate);
    return true;
  }
}
