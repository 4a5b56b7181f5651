// Repairs the successor list of a member, round after round: from its successor, from its successor's predecessor, and
// past those that have failed (Zave, TSE 2017, section 5, Stabilize; ToN 2003, figure 6).
import { isDefect } from '../base/errors';
import { between, type Id } from '../id/between';
import { askState, isGone, type MemberContext } from '../context/member-context';
import type { PointerState } from '../messages/chord-messages';
import { isArtificial, type NodeRef } from '../id/node-ref';
import { listBehind, listWithoutHead } from '../ring/successor-list';
import { Lookahead } from './lookahead';
import type { PointerChange } from './pointer-change';

/**
 * How far one round walks from predecessor to predecessor towards us. Zave's rule takes one step a round; where many
 * have joined at once the rounds would follow each other, so the same step is taken again while it leads nearer.
 */
const WALK_MAX = 16;

/** A notify waits while the receiver asks two nodes, each of which may be silent twice. */
const NOTIFY_TIMEOUTS = 5;

export interface StabiliseHooks {
  /** A successor did not answer and is no longer in the list. */
  readonly onLost: (node: NodeRef) => void;
  /** No successor is left: the member is a ring of one. */
  readonly onAlone: () => void;
}

export class Stabiliser {
  constructor(
    private readonly context: MemberContext,
    private readonly change: PointerChange,
    private readonly hooks: StabiliseHooks,
  ) {}

  /** One periodic round: learn from the successor, then from its predecessor, then tell the successor. */
  round(): Promise<void> {
    return this.change.successors.run(async () => {
      if (!this.active()) return;
      const silent = new Set<Id>();
      const state = await this.fromSuccessor(silent);
      // The successor may not know yet that its predecessor has gone; we do.
      if (state?.predecessor && !silent.has(state.predecessor.id))
        await this.towards(state.predecessor);
      this.notifySuccessor();
    });
  }

  /** The same from a node that may lie between us and our successor: after a hint, never as a fact. */
  tryCandidate(candidate: NodeRef): Promise<void> {
    return this.change.successors.run(async () => {
      if (!this.active()) return;
      await this.towards(candidate);
      this.notifySuccessor();
    });
  }

  /** Drops a successor that said goodbye, and learns from the next one at once. */
  async successorLeft(node: NodeRef): Promise<void> {
    await this.change.successors.run(async () => {
      if (this.context.state.successors[0]?.id === node.id) this.dropHead();
    });
    await this.round();
  }

  private active(): boolean {
    const { membership } = this.context.state;
    return membership === 'member' || membership === 'leaving';
  }

  /** Asks successors in order until one answers; its list becomes ours. Those that do not go into `silent`. */
  private async fromSuccessor(silent: Set<Id>): Promise<PointerState | undefined> {
    const { state } = this.context;
    const lookahead = new Lookahead(this.context);
    for (let head = state.successors[0]; head; head = state.successors[0]) {
      if (isArtificial(head)) {
        this.dropHead();
        continue;
      }
      try {
        const answer = await this.change.awaiting(this.ask(head, lookahead));
        // A node that is alone was restarted or thrown out: it is no part of our ring any more.
        if (answer && answer.membership !== 'alone') {
          this.adopt(head, answer);
          return answer;
        }
      } catch (error) {
        if (!isGone(error)) return undefined;
      }
      silent.add(head.id);
      this.hooks.onLost(head);
      this.dropHead();
    }
    return undefined;
  }

  /** @returns nothing when the node was found to be silent already */
  private async ask(head: NodeRef, lookahead: Lookahead): Promise<PointerState | undefined> {
    if (await lookahead.foundSilent(head)) return undefined;
    const behind = this.context.state.successors.slice(1);
    return lookahead.during(askState(this.context, head), behind);
  }

  /** Walks from `candidate` back towards us while each answers and lies closer than our successor. */
  private async towards(candidate: NodeRef): Promise<void> {
    const { self, state } = this.context;
    let next: NodeRef | null = candidate;
    for (let steps = 0; next && steps < WALK_MAX; steps += 1) {
      if (!between(self.id, next.id, state.successor.id)) return;
      try {
        const answer: PointerState = await this.change.awaiting(askState(this.context, next));
        if (answer.membership === 'alone') return;
        this.adopt(next, answer);
        next = answer.predecessor;
      } catch (error) {
        if (isDefect(error)) throw error;
        return;
      }
    }
  }

  private adopt(head: NodeRef, answer: PointerState): void {
    const { self, state, parameters } = this.context;
    const { successorsMax, successorHostsMin } = parameters;
    state.successors = listBehind(self, head, answer.successors, successorsMax, successorHostsMin);
  }

  private dropHead(): void {
    const { self, state, parameters, space } = this.context;
    state.successors = listWithoutHead(self, state.successors, parameters.successorsMax, space);
    if (state.successors.length === 0) this.hooks.onAlone();
  }

  /**
   * Tells the successor about us. Its answer changes nothing here and may take as long as a silent
   * predecessor of its own, so nobody waits for it; a successor that has gone is found out next round.
   */
  private notifySuccessor(): void {
    const { state, call, parameters } = this.context;
    if (state.successor === state.self) return;
    const timeoutMs = NOTIFY_TIMEOUTS * parameters.callTimeoutMs;
    call(state.successor, 'chord.notify', null, { timeoutMs }).catch(() => undefined);
  }
}
