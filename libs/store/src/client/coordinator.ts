// Brings an operation to the owner of its key: by the owner cache, else by a lookup, and again elsewhere until the
// deadline while the ring is changing.
import {
  codeOf,
  inRange,
  isDefect,
  isGone,
  readNodeRef,
  CodedError,
  type Id,
  type NodeRef,
} from '@chord-dht/chord';
import { isWithoutQuorum, NO_QUORUM, unavailable } from '../base/errors';
import { carryMs } from '../base/parameters';
import type { StoreContext } from '../primary/store-context';
import { pause } from '../replica/background';
import { defectOf, isFinal, mayHaveHappened } from '../primary/failures';
import type { OperationContext } from '../primary/operation-context';
import { OwnerCache } from './owner-cache';

export interface ReachOptions {
  readonly timeoutMs?: number | undefined;
  readonly trace?: string | undefined;
  /** Failed writes may have been applied; failed reads have no effect. */
  readonly writes: boolean;
  /** The size of the request in bytes; a large one may take longer. */
  readonly bytes?: number;
  /** Ask for the owner's arc even when it is known. */
  readonly wantsArc?: boolean | undefined;
}

/** Sends one attempt of a request. */
export interface Attempt<Request, Reply> {
  /** @param repeated an earlier attempt may have been applied */
  local(request: Request, operation: OperationContext, repeated: boolean): Promise<Reply>;
  remote(request: Request, owner: NodeRef, call: RemoteCall): Promise<Reply>;
}

export interface RemoteCall {
  readonly keyId: Id;
  readonly timeoutMs: number;
  readonly trace: string | undefined;
  /** An earlier attempt may have been applied. */
  readonly repeated: boolean;
  /** True when the owner's arc is not known yet. */
  readonly wantsArc: boolean;
}

/** `ownedFrom`: the owner's arc is (`ownedFrom`, own id]; `null` from an owner that was not asked for it. */
interface Owned {
  readonly ownedFrom: Id | null;
}

export interface Reached<Reply> {
  readonly reply: Reply;
  readonly owner: NodeRef;
  /** The number of messages between nodes until the owner had the request; 0 when it is this node. */
  readonly hops: number;
}

interface Target {
  readonly node: NodeRef;
  readonly hops: number;
  /** True when the target is this node, or comes from the owner cache. */
  readonly isLearnt: boolean;
}

/** Not `UNREACHABLE`: where a process has just ended, another member takes over at once. */
const SILENT: ReadonlySet<string> = new Set(['TIMEOUT', 'DEADLINE']);
const SEARCH_MS_MIN = 300;
const LATE = 'The operation could not be served in time.';
const BACK_OFF_MS_MIN = 10;
const BACK_OFF_MS_MAX = 320;
/** The time for which a node that did not answer is passed over. */
const AVOID_MS = 500;
/** The most redirects in a row that are followed before a fresh lookup. */
const HINTS_MAX = 3;

export class Coordinator {
  private readonly cache: OwnerCache;

  constructor(private readonly context: StoreContext) {
    this.cache = new OwnerCache(context.parameters.ownersMax);
  }

  /**
   * @throws StoreError `UNAVAILABLE` at the deadline, with the outcome; ChordError `INTERNAL` for a defect at
   *   the owner, anything but a CodedError for one of this node; otherwise the code of the owner's answer
   */
  reach<Request, Reply extends Owned>(
    keyId: Id,
    attempt: Attempt<Request, Reply>,
    request: Request,
    options: ReachOptions,
  ): Promise<Reached<Reply>> {
    return new Operation(this.context, this.cache, keyId, attempt, request, options).run();
  }
}

/** One operation with its attempts. */
class Operation<Request, Reply extends Owned> {
  private readonly deadlineAtMs: number;
  /**
   * After an attempt met too few home replicas or a silent node, the operation ends at this time instead of at its
   * deadline.
   */
  private readonly hopeUntilMs: number;
  private isDoubtful = false;
  /** Created for the first node that is passed over, as most operations need none. */
  private avoid: Map<Id, number> | undefined;
  /** The nodes at which a write may have been applied without an answer. */
  private silentAt: Set<Id> | undefined;
  private hint: NodeRef | undefined;
  private hintsLeft = HINTS_MAX;
  private lastFailure = { cause: 'DEADLINE', sentence: LATE };

  constructor(
    private readonly context: StoreContext,
    private readonly cache: OwnerCache,
    private readonly keyId: Id,
    private readonly attempt: Attempt<Request, Reply>,
    private readonly request: Request,
    private readonly options: ReachOptions,
  ) {
    const { clock, parameters } = context.chord;
    this.deadlineAtMs = clock.nowMs() + (options.timeoutMs ?? parameters.operationTimeoutMs);
    this.hopeUntilMs = clock.nowMs() + context.parameters.hopeMs;
  }

  async run(): Promise<Reached<Reply>> {
    let backOffMs = BACK_OFF_MS_MIN;
    for (let hinted = 0; ;) {
      let target: Target | undefined;
      try {
        target = this.knownTarget() ?? (await this.soughtTarget());
        const reply = await this.ask(target);
        return this.reached(target, hinted, reply);
      } catch (error) {
        this.learnFrom(error, target?.node);
      }
      const { membership } = this.context.chord;
      if (this.remainingMs() <= 0 || membership === 'left' || membership === 'starting')
        throw this.outOfTime();
      if (this.hint) {
        hinted += 1;
        continue;
      }
      hinted = 0;
      this.hintsLeft = HINTS_MAX;
      await pause(this.context, Math.min(backOffMs, this.remainingMs()));
      backOffMs = Math.min(BACK_OFF_MS_MAX, backOffMs * 2);
    }
  }

  private reached({ node, hops }: Target, hinted: number, reply: Reply): Reached<Reply> {
    const { ownedFrom } = reply;
    if (ownedFrom !== null && node.id !== this.context.chord.self.id)
      this.cache.learn(node, ownedFrom);
    return { reply, owner: node, hops: hops + hinted };
  }

  private knownTarget(): Target | undefined {
    const { chord, authority } = this.context;
    const { hint } = this;
    this.hint = undefined;
    if (hint) return { node: hint, hops: 1, isLearnt: false };
    const { arc } = authority;
    if (arc && inRange(arc.fromId, this.keyId, arc.toId))
      return { node: chord.self, hops: 0, isLearnt: true };
    const learnt = this.cache.find(this.keyId);
    return learnt && learnt.id !== chord.self.id && !this.isAvoided(learnt.id)
      ? { node: learnt, hops: 1, isLearnt: true }
      : undefined;
  }

  /** @throws ChordError of the lookup */
  private async soughtTarget(): Promise<Target> {
    const { chord } = this.context;
    const avoid = this.avoid ? [...this.avoid.keys()].filter((id) => this.isAvoided(id)) : [];
    // A search that takes longer has met silent nodes as well.
    const hopeMs = Math.max(SEARCH_MS_MIN, this.hopeUntilMs - chord.clock.nowMs());
    const timeoutMs = Math.max(1, Math.min(this.remainingMs(), hopeMs));
    const { trace } = this.options;
    const found = await chord.lookup(this.keyId, {
      avoid,
      timeoutMs,
      verifyOwner: false,
      ...(trace === undefined ? {} : { trace }),
    });
    return { node: found.owner, hops: found.path.length - 1, isLearnt: false };
  }

  private ask({ node, isLearnt }: Target): Promise<Reply> {
    const { chord, parameters } = this.context;
    const { request, deadlineAtMs } = this;
    const { trace, bytes = 0 } = this.options;
    const repeated = this.isInDoubt;
    if (node.id === chord.self.id)
      return this.attempt.local(request, { deadlineAtMs, trace, witness: undefined }, repeated);
    const patienceMs = parameters.dataTimeoutMs + carryMs(bytes);
    const timeoutMs = Math.max(1, Math.min(this.remainingMs(), patienceMs));
    const wantsArc = this.options.wantsArc === true || !isLearnt;
    const call = { keyId: this.keyId, timeoutMs, trace, repeated, wantsArc };
    return this.attempt.remote(request, node, call);
  }

  private learnFrom(error: unknown, asked: NodeRef | undefined): void {
    if (isDefect(error)) throw this.defective(error, asked);
    this.lastFailure = isWithoutQuorum(error)
      ? { cause: NO_QUORUM, sentence: error.message }
      : { cause: codeOf(error), sentence: LATE };
    this.isDoubtful ||= isWithoutQuorum(error) || SILENT.has(codeOf(error));
    if (!asked) {
      if (isFinal(error)) throw error;
      return;
    }
    if (isFinal(error)) throw this.definite(error, asked);
    if (mayHaveHappened(error)) (this.silentAt ??= new Set()).add(asked.id);
    this.cache.forget(asked.id);
    if (isGone(error))
      (this.avoid ??= new Map()).set(asked.id, this.context.chord.clock.nowMs() + AVOID_MS);
    this.hint = this.hintOf(error, asked);
  }

  /** Another attempt would meet the defect again, and the node would count as slow by mistake. */
  private defective(error: unknown, asked: NodeRef | undefined): unknown {
    const { writes, trace } = this.options;
    if (!(error instanceof CodedError))
      this.context.events.emit({ type: 'store-fault', error, ...(trace ? { trace } : {}) });
    return defectOf(error, writes && (asked || this.isInDoubt) ? 'unknown' : 'not-applied');
  }

  /** A refusal by one node is not final when another one may have applied the write before. */
  private definite(error: unknown, asked: NodeRef): unknown {
    const elsewhere = [...(this.silentAt ?? [])].some((id) => id !== asked.id);
    if (!this.options.writes || !elsewhere) return error;
    return unavailable(
      'A node that did not answer may have applied the write.',
      'unknown',
      codeOf(error),
    );
  }

  private hintOf(error: unknown, asked: NodeRef): NodeRef | undefined {
    if (codeOf(error) !== 'NOT_OWNER' || this.hintsLeft === 0) return undefined;
    const { detail } = error as CodedError;
    const next = readNodeRef(
      (detail as { next?: unknown } | undefined)?.next,
      this.context.chord.space,
    );
    if (!next || next.id === asked.id || this.isAvoided(next.id)) return undefined;
    this.hintsLeft -= 1;
    return next;
  }

  /** True when a node that did not answer may have applied the operation. */
  private get isInDoubt(): boolean {
    return this.silentAt !== undefined;
  }

  private isAvoided(id: Id): boolean {
    return this.avoid !== undefined && (this.avoid.get(id) ?? 0) > this.context.chord.clock.nowMs();
  }

  private remainingMs(): number {
    const untilMs = this.isDoubtful
      ? Math.min(this.deadlineAtMs, this.hopeUntilMs)
      : this.deadlineAtMs;
    return untilMs - this.context.chord.clock.nowMs();
  }

  private outOfTime(): Error {
    const outcome = this.options.writes && this.isInDoubt ? 'unknown' : 'not-applied';
    return unavailable(this.lastFailure.sentence, outcome, this.lastFailure.cause);
  }
}
