// Keeps the predecessor right when another member claims to be it (Zave, section 5).
import { between, type Id } from '../id/between';
import { isAlive, askState, type MemberContext } from '../context/member-context';
import { sameNode, type NodeRef } from '../id/node-ref';
import type { PointerChange } from './pointer-change';

export interface RectifyHooks {
  /** The predecessor did not answer and has been replaced. */
  readonly onLost: (node: NodeRef) => void;
  /** A ring of one has found its second member. */
  readonly onPaired: (other: NodeRef) => void;
}

export class Rectifier {
  /** Candidates whose notify is under way; one that repeats itself waits for the same answer. */
  private readonly underWay = new Map<string, Promise<boolean>>();
  /** When the predecessor said last that it is there. */
  private heardMs = 0;
  /** A predecessor that did not answer; it stays until another claims its place. */
  private silent: NodeRef | null = null;
  private readonly asked = new Map<Id, Promise<boolean>>();

  constructor(
    private readonly context: MemberContext,
    private readonly change: PointerChange,
    private readonly hooks: RectifyHooks,
  ) {}

  /**
   * Handles a notify from `candidate`. Whoever becomes our predecessor has answered at its own
   * address first, so that nobody can enter the ring under a name that is not its own.
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
   * A predecessor that has not stabilised for longer than its period is asked whether it is there
   * (ToN 2003, figure 6, check_predecessor). It is not given up for that: without another
   * that claims its place nothing would be gained (Zave). But a claim is then granted at once.
   */
  async checkPredecessor(): Promise<void> {
    const { state, clock, parameters } = this.context;
    const patienceMs = (1 + parameters.jitter) * parameters.stabiliseMs;
    if (state.predecessor && clock.nowMs() - this.heardMs > patienceMs) await this.askPredecessor();
  }

  /** The same without patience, when it has not answered something else. */
  async askPredecessor(): Promise<void> {
    const { state } = this.context;
    const { predecessor } = state;
    if (!predecessor) return;
    const alive = await this.isThere(predecessor);
    if (!sameNode(state.predecessor, predecessor)) return;
    if (alive) this.heard();
    else this.silent = predecessor;
  }

  /** One question at a time; whoever wants to know meanwhile gets the same answer. */
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
   * Tells the former predecessor who lies between us now (ToN 2003, section V-A). Without it a
   * lookup that reaches the former predecessor is answered wrongly until its next round.
   */
  private hint(previous: NodeRef, candidate: NodeRef): void {
    this.context.call(previous, 'chord.hint', { candidate }).catch(() => undefined);
  }

  /**
   * A ring of one takes the node in that regards it as its only successor. One that lists further
   * nodes remembers this node from before a restart; its ring is joined, not paired with.
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
