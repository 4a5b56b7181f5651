// The lookup in which the querier itself asks one node after another (ToN 2003, section V, Protocol Simulator).
import { ChordError, CodedError, codeOf, isDefect } from '../base/errors';
import type { LookupEvent, Via } from '../base/events';
import { between, type Id } from '../id/between';
import { isGone, pause, ping, type MemberContext } from '../context/member-context';
import type { StepReply } from '../messages/chord-messages';
import type { CallOptions } from '../messages/peers';
import type { NodeRef } from '../id/node-ref';
import { hopCount, type Hop, type LookupResult } from './lookup-result';
import { nextHop } from './next-hop';

export interface LookupOptions {
  readonly timeoutMs?: number;
  /** Ids that are passed over: those known to be dead, or the id of a node that looks up its own place. */
  readonly avoid?: readonly Id[];
  /**
   * Pings the owner, and passes on to the next node when it is silent; on by default. An owner that names itself and no
   * followers is pinged in any case.
   */
  readonly verifyOwner?: boolean;
  /** Begin at this node instead of at the querier's own pointers: for a node that is not in the ring yet. */
  readonly startAt?: NodeRef;
  readonly trace?: string;
}

const STARTS_MAX = 3;
const START_OVER_MS = 50;

/** One lookup from start to end. */
export class IterativeLookup {
  private readonly avoid: Set<Id>;
  private readonly hops: Hop[] = [];
  /** The nodes that have answered; the last one is asked for the next step. */
  private readonly path: NodeRef[] = [];
  private startsLeft = STARTS_MAX;
  /** The `INTERNAL` answers of nodes on the way; another way may lead round them. */
  private readonly defects = new Map<Id, CodedError>();
  private readonly startedMs: number;
  private readonly deadlineMs: number;

  constructor(
    private readonly context: MemberContext,
    private readonly number: number,
    private readonly target: Id,
    private readonly options: LookupOptions,
    private readonly onDead: (node: NodeRef) => void,
  ) {
    this.avoid = new Set(options.avoid);
    this.startedMs = context.clock.nowMs();
    this.deadlineMs = this.startedMs + (options.timeoutMs ?? context.parameters.operationTimeoutMs);
  }

  /** @throws ChordError `LOOKUP_FAILED`, `DEADLINE`, or `INTERNAL` when every way leads to a node with a defect */
  async run(): Promise<LookupResult> {
    this.tell({ type: 'lookup-started', lookup: this.number, target: this.target });
    try {
      const result = await this.search();
      this.tell({
        type: 'owner-found',
        lookup: this.number,
        target: this.target,
        owner: result.owner,
        hops: hopCount(result),
        ms: result.ms,
      });
      return result;
    } catch (error) {
      this.tell({
        type: 'lookup-failed',
        lookup: this.number,
        target: this.target,
        code: codeOf(error),
        ms: this.elapsedMs(),
      });
      throw error;
    }
  }

  private async search(): Promise<LookupResult> {
    const { self, state } = this.context;
    const { startAt } = this.options;
    this.path.push(self);
    let step: StepReply = startAt
      ? { kind: 'next', node: startAt, finger: null, index: 0 }
      : nextHop(state, this.target, this.avoid);
    for (;;) {
      this.checkBounds();
      if (step.kind === 'owner') {
        const found = await this.arrive(step);
        if (found) return found;
        step = await this.again();
      } else if (step.kind === 'next') {
        step = (await this.forward(step)) ?? (await this.again());
      } else {
        step = await this.backtrack();
      }
    }
  }

  /** Asks the next node. @returns `undefined` when it does not answer */
  private async forward(step: StepReply & { kind: 'next' }): Promise<StepReply | undefined> {
    const via: Via =
      step.finger === null
        ? { kind: 'successor', index: step.index }
        : { kind: 'finger', index: step.finger };
    const reply = await this.attempt(step.node, via, () => this.askStep(step.node));
    if (!reply) return undefined;
    this.path.push(step.node);
    return this.sensible(step.node, reply);
  }

  /** Rejects a step that does not lead closer to the target, as the lookup would never end. */
  private sensible(from: NodeRef, reply: StepReply): StepReply | undefined {
    if (reply.kind !== 'next' || between(from.id, reply.node.id, this.target)) return reply;
    this.avoid.add(from.id);
    this.path.pop();
    return undefined;
  }

  private async arrive(step: StepReply & { kind: 'owner' }): Promise<LookupResult | undefined> {
    const { owner, followers } = step;
    const last = this.path[this.path.length - 1] as NodeRef;
    const hasSaidSo = owner.id === last.id;
    const isDoubtful = hasSaidSo && this.mayBeAlone(step);
    if (hasSaidSo && !isDoubtful) return this.result(owner, followers);
    const via: Via = { kind: 'successor', index: step.index };
    const isAsked = owner.id !== this.context.self.id && this.options.verifyOwner !== false;
    if (isAsked || isDoubtful) {
      const alive = await this.attempt(owner, via, () => this.verified(owner));
      // The owner is alive but has a defect; naming the next node in its place would be wrong.
      const defect = this.defects.get(owner.id);
      if (defect) throw defect;
      if (!alive) return undefined;
    } else {
      this.hops.push({ from: last, to: owner, via, ms: 0, outcome: 'answered' });
    }
    if (!hasSaidSo) this.path.push(owner);
    return this.result(owner, followers);
  }

  /** A node that has just restarted owns every id and has no neighbours until it is in its ring again. */
  private mayBeAlone({ owner, followers }: StepReply & { kind: 'owner' }): boolean {
    return followers.length === 0 && owner.id !== this.context.self.id && !this.options.startAt;
  }

  /** Asks the node that answered last once more, with one of its entries now known to be dead. */
  private async again(): Promise<StepReply> {
    const last = this.path[this.path.length - 1] as NodeRef;
    if (last.id === this.context.self.id) return this.restart();
    this.checkBounds();
    const askAgain = (): Promise<StepReply> => this.twice((options) => this.askStep(last, options));
    const reply = await this.attempt(last, { kind: 'self' }, askAgain, 'quiet');
    if (reply) return this.sensible(last, reply) ?? this.again();
    this.path.pop();
    return this.again();
  }

  private restart(): StepReply {
    const { startAt } = this.options;
    if (!startAt) return nextHop(this.context.state, this.target, this.avoid);
    if (this.avoid.has(startAt.id))
      throw new ChordError('UNREACHABLE', `${startAt.address} does not answer.`);
    return { kind: 'next', node: startAt, finger: null, index: 0 };
  }

  /** The last node has no way left: goes back to the one before. */
  private async backtrack(): Promise<StepReply> {
    if (this.path.length <= 1) return this.startOver();
    this.avoid.add((this.path.pop() as NodeRef).id);
    return this.again();
  }

  /**
   * No known node answers. Stabilisation is notified at the same time: a moment later there are other successors, or
   * none, and this node is the ring.
   */
  private async startOver(): Promise<StepReply> {
    const [defect] = this.defects.values();
    if (defect) throw defect;
    this.startsLeft -= 1;
    if (this.startsLeft <= 0 || this.options.startAt)
      throw new ChordError('LOOKUP_FAILED', 'No live node on the way to this id is known.');
    await pause(this.context, START_OVER_MS);
    this.avoid.clear();
    for (const id of this.options.avoid ?? []) this.avoid.add(id);
    return this.restart();
  }

  private async askStep(node: NodeRef, options = this.callOptions()): Promise<StepReply> {
    const body = { target: this.target, avoid: [...this.avoid] };
    return this.context.read.step(await this.context.call(node, 'chord.step', body, options));
  }

  private async verified(owner: NodeRef): Promise<true> {
    if (await this.twice((options) => ping(this.context, owner, options))) return true;
    throw new ChordError('NOT_MEMBER', `${owner.address} is not in this ring.`);
  }

  /**
   * Gives a silent node a second, longer timeout where a false alarm costs more than waiting: for the owner, or a wrong
   * one would be named, and for a node that answered just now, or the way through it is lost.
   */
  private async twice<Result>(ask: (options: CallOptions) => Promise<Result>): Promise<Result> {
    try {
      return await ask(this.callOptions());
    } catch (error) {
      if (codeOf(error) !== 'TIMEOUT') throw error;
      const { callTimeoutMs: timeoutMs } = this.context.parameters;
      return ask({ ...this.callOptions(), timeoutMs });
    }
  }

  private callOptions(): CallOptions {
    const leftMs = this.deadlineMs - this.context.clock.nowMs();
    return { trace: this.options.trace, atMostMs: Math.max(1, leftMs) };
  }

  private async attempt<Result>(
    to: NodeRef,
    via: Via,
    ask: () => Promise<Result>,
    quiet?: 'quiet',
  ): Promise<Result | undefined> {
    const from = this.path[this.path.length - 1] as NodeRef;
    const startedMs = this.context.clock.nowMs();
    if (!quiet) this.tell({ type: 'hop-started', lookup: this.number, to, via });
    try {
      const reply = await ask();
      const ms = this.context.clock.nowMs() - startedMs;
      if (!quiet) {
        this.hops.push({ from, to, via, ms, outcome: 'answered' });
        this.tell({ type: 'hop-answered', lookup: this.number, to, ms });
      }
      return reply;
    } catch (error) {
      if (!(error instanceof CodedError)) throw error;
      const { code } = error;
      if (isDefect(error)) this.defects.set(to.id, error);
      const ms = this.context.clock.nowMs() - startedMs;
      this.hops.push({ from, to, via, ms, outcome: 'failed', code });
      this.tell({ type: 'hop-failed', lookup: this.number, to, code, ms });
      this.avoid.add(to.id);
      if (isGone(error)) this.onDead(to);
      return undefined;
    }
  }

  private result(owner: NodeRef, followers: readonly NodeRef[]): LookupResult {
    return {
      target: this.target,
      owner,
      followers,
      path: this.path,
      hops: this.hops,
      ms: this.elapsedMs(),
    };
  }

  private checkBounds(): void {
    const { hopsMax } = this.context.parameters;
    if (this.hops.length > hopsMax)
      throw new ChordError('LOOKUP_FAILED', `The lookup took more than ${hopsMax} hops.`);
    if (this.context.clock.nowMs() > this.deadlineMs)
      throw new ChordError('DEADLINE', 'The lookup ran out of time.');
  }

  private elapsedMs(): number {
    return this.context.clock.nowMs() - this.startedMs;
  }

  private tell(event: LookupEvent): void {
    this.context.events.emit(event);
  }
}
