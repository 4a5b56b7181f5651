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
 * The most predecessors that one round follows back towards this node. Zave's rule takes one step a round; after many
 * joins at once that would take as many rounds, so the step is repeated while it leads nearer.
 */
const WALK_MAX = 16;

/** A notify waits while the receiver asks two nodes, each of which may time out twice. */
const NOTIFY_TIMEOUTS = 5;

export interface StabiliseHooks {
  /** Called when a successor did not answer and is no longer in the list. */
  readonly onLost: (node: NodeRef) => void;
  /** Called when no successor is left: the member is a ring of one. */
  readonly onAlone: () => void;
}

export class Stabiliser {
  constructor(
    private readonly context: MemberContext,
    private readonly change: PointerChange,
    private readonly hooks: StabiliseHooks,
  ) {}

  /** One periodic round: learns from the successor, then from its predecessor, then notifies the successor. */
  round(): Promise<void> {
    return this.change.successors.run(async () => {
      if (!this.active()) return;
      const silent = new Set<Id>();
      const state = await this.fromSuccessor(silent);
      // The successor may not have noticed yet that its predecessor is gone; this node has.
      if (state?.predecessor && !silent.has(state.predecessor.id))
        await this.towards(state.predecessor);
      this.notifySuccessor();
    });
  }

  /** The same for a node that a hint places between this node and its successor; it has to answer itself. */
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

  /**
   * Asks successors in order until one answers, and derives this node's list from its list. Adds the silent ones to
   * `silent`.
   */
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
        // A node that is alone has restarted or was expelled: it is no longer part of this ring.
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

  /** @returns `undefined` when the look-ahead already found the node silent */
  private async ask(head: NodeRef, lookahead: Lookahead): Promise<PointerState | undefined> {
    if (await lookahead.foundSilent(head)) return undefined;
    const behind = this.context.state.successors.slice(1);
    return lookahead.during(askState(this.context, head), behind);
  }

  /** Walks from `candidate` back towards this node while each one answers and lies closer than the successor. */
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
   * Notifies the successor. The answer changes nothing here and may take as long as a silent predecessor of the
   * successor's, so it is not awaited; the next round detects a successor that is gone.
   */
  private notifySuccessor(): void {
    const { state, call, parameters } = this.context;
    if (state.successor === state.self) return;
    const timeoutMs = NOTIFY_TIMEOUTS * parameters.callTimeoutMs;
    call(state.successor, 'chord.notify', null, { timeoutMs }).catch(() => undefined);
  }
}
