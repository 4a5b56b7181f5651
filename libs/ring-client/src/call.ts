// One call of a program, with all its attempts: first at the owner of the key, then at members that find the owner.
import {
  type CodedError,
  hostOf,
  type Address,
  type Id,
  type NodeRef,
  type Pieces,
} from '@chord-dht/chord';
import { ClientError } from '@chord-dht/client';
import {
  ClientKind,
  type FoundValue,
  type ClientAnswerer,
  type GotFound,
} from '@chord-dht/store/wire';
import type { ClientConnection } from '@chord-dht/transport';
import type { Members } from './members';
import type { Settings } from './options';
import type { Reading, Readings } from './readings';
import type { RingMap } from './ring-map';
import { judge, notUnderstood, type Asked, type Failure } from './verdicts';

/** A request, and the reading of its answer. */
export interface Question<Result> {
  readonly isWrite: boolean;
  /** The key of a read, which may be sent together with others. */
  readonly readKey: string | undefined;
  /** For a write: members recognise a repetition of it. */
  readonly isRepeatable: boolean;
  /** The size of the value in bytes; a large one may take longer. */
  readonly valueBytes: number;
  /** @param repeated an earlier attempt may have been applied */
  bytes(kind: ClientKind, wantsArc: boolean, repeated: boolean): Pieces;
  /** @throws CodedError `MALFORMED` */
  read(answer: Uint8Array): ClientAnswerer;
  /**
   * @param owner the member that has answered in the end
   * @param hops the number of members in between
   */
  resultOf(answer: ClientAnswerer, owner: Address, hops: number): Result;
}

/** The shared state of all calls of a client. */
export interface CallContext {
  readonly settings: Settings;
  readonly ring: RingMap;
  readonly members: Members;
  readonly readings: Readings;
  readonly nowMs: () => number;
  readonly after: (delayMs: number, task: () => void) => () => void;
  /** From 0 to 1. */
  readonly random: () => number;
  /** Refreshes the map of the ring, which was wrong. */
  readonly refresh: () => void;
  /** Called when the call is over, with whatever result. */
  readonly ended: () => void;
}

/** The most redirects in a row that are followed before a member is asked to find the owner. */
const HINTS_MAX = 3;
/** The most attempts in a row without a pause. */
const AT_ONCE_MAX = 3;
const PAUSE_MS_MIN = 20;
const PAUSE_MS_MAX = 1_000;
/** The least throughput that is expected: a megabyte gets two seconds more. */
const BYTES_PER_MS_MIN = 512;
/** The sender's position of a client, which has none on the ring. */
const NOWHERE: Address = '';

export class Call<Result> implements Reading {
  private attempts = 0;
  private hintsLeft = HINTS_MAX;
  private hint: NodeRef | undefined = undefined;
  /** True when the known owner may be asked: at first, and again after `busy`. */
  private mayAskOwner = true;
  private failedAt: Address | undefined = undefined;
  /** True once an unanswered attempt may have been applied: no later answer changes that. */
  private isInDoubt = false;
  /** True while it occupies a slot of the calls in flight. */
  private isUnderWay = false;
  private isOver = false;
  private last: ClientError | undefined = undefined;
  private endPause: (() => void) | undefined = undefined;

  constructor(
    private readonly context: CallContext,
    private readonly keyId: Id,
    private readonly question: Question<Result>,
    private readonly deadlineMs: number,
    private readonly resolve: (result: Result) => void,
    private readonly reject: (error: ClientError) => void,
  ) {}

  /** True when it was ended before its turn came. */
  get hasEnded(): boolean {
    return this.isOver;
  }

  /** Starts the next attempt, or the first. */
  go(nowMs: number = this.context.nowMs()): void {
    if (this.isOver) return;
    this.isUnderWay = true;
    const { members, settings, readings } = this.context;
    const leftMs = this.deadlineMs - nowMs;
    if (leftMs <= 0) return this.fail(this.late());
    this.attempts += 1;
    const isHinted = this.hint !== undefined;
    const owner = this.ownerToAsk(nowMs);
    const host = owner ? hostOf(owner.address) : members.anyone(nowMs, this.failedAt);
    const isPlain = this.question.readKey !== undefined && !isHinted;
    // Calls that are sent together have one common timeout.
    const isShared = isPlain && leftMs >= settings.ownerTimeoutMs;
    try {
      if (isShared && owner && readings.add(this, owner, host)) return;
      this.ask(owner, host, isHinted, leftMs);
    } catch (error) {
      this.unsent(error, host);
    }
  }

  get key(): string {
    return this.question.readKey ?? '';
  }

  askAlone(owner: NodeRef, host: Address): void {
    try {
      this.ask(owner, host, false, this.deadlineMs - this.context.nowMs());
    } catch (error) {
      this.unsent(error, host);
    }
  }

  found(value: FoundValue | undefined, owner: NodeRef, host: Address): void {
    this.context.members.answered(host);
    if (!this.isOver) this.succeed(foundHere(value), owner.address, 0);
  }

  notUnderstood(error: unknown, owner: NodeRef, host: Address, link: ClientConnection): void {
    this.context.members.answered(host);
    this.decide(notUnderstood(error, this.asked(host, link)), owner, host);
  }

  /** Ends the call before it is answered. */
  abort(error: ClientError): void {
    const isUnknown = this.question.isWrite && this.isUnderWay;
    this.fail(isUnknown ? error.inDoubt() : error);
  }

  private ask(owner: NodeRef | undefined, host: Address, wantsArc: boolean, leftMs: number): void {
    const { context, question } = this;
    const { members, settings } = context;
    const limitMs = owner ? settings.ownerTimeoutMs : settings.attemptTimeoutMs;
    const patienceMs = limitMs + question.valueBytes / BYTES_PER_MS_MIN;
    const kind = owner ? ClientKind.owner : ClientKind.anyone;
    const bytes = question.bytes(kind, wantsArc, this.isInDoubt);
    const timeoutMs = Math.min(leftMs, patienceMs);
    const link = members.to(host);
    link.callBytes(owner?.address ?? host, NOWHERE, bytes, { timeoutMs }, (error, answer) => {
      if (error) this.failed(error, owner, host, link);
      else this.answered(answer, owner, host, link);
    });
  }

  private ownerToAsk(nowMs: number): NodeRef | undefined {
    const { hint } = this;
    this.hint = undefined;
    if (hint) return hint;
    if (!this.mayAskOwner) return undefined;
    const owner = this.context.ring.ownerOf(this.keyId);
    return owner && this.context.members.mayAsk(hostOf(owner.address), nowMs) ? owner : undefined;
  }

  private answered(
    answer: Uint8Array,
    owner: NodeRef | undefined,
    host: Address,
    link: ClientConnection,
  ): void {
    const { context, question } = this;
    context.members.answered(host);
    let read: ClientAnswerer;
    try {
      read = question.read(answer);
    } catch (error) {
      return this.decide(notUnderstood(error, this.asked(host, link)), owner, host);
    }
    context.ring.learn(owner, read);
    if (this.isOver) return;
    this.succeed(read, read.owner?.address ?? owner?.address ?? host, owner ? 0 : 1);
  }

  private succeed(answer: ClientAnswerer, owner: Address, hops: number): void {
    this.end();
    this.resolve(this.question.resultOf(answer, owner, hops));
  }

  failed(
    error: CodedError,
    owner: NodeRef | undefined,
    host: Address,
    link: ClientConnection,
  ): void {
    const failure = judge(error, this.asked(host, link));
    const { context } = this;
    if (isOutOfReach(error, link)) context.members.avoid(host, context.nowMs());
    else context.members.answered(host);
    if (failure.verdict === 'owner') this.followHint(error, owner);
    this.decide(failure, owner, host);
  }

  private decide({ verdict, error }: Failure, owner: NodeRef | undefined, host: Address): void {
    const { context, question } = this;
    const isWrongOwner = verdict !== 'give-up' && verdict !== 'busy';
    if (owner && isWrongOwner) {
      context.ring.forget(owner);
      context.refresh();
    }
    if (this.isOver) return;
    // An attempt that the call's own deadline has cut short gives no reason: the one before stays.
    if (!this.last || context.nowMs() < this.deadlineMs) this.last = error;
    if (verdict === 'give-up') return this.fail(error);
    if (error.outcome === 'unknown') {
      if (!question.isRepeatable) return this.fail(error);
      this.isInDoubt = true;
    }
    if (this.attempts >= context.settings.attemptsMax) return this.fail(error);
    this.failedAt = host;
    this.mayAskOwner = verdict === 'busy';
    const isAtOnce =
      (verdict === 'elsewhere' || verdict === 'owner') && this.attempts <= AT_ONCE_MAX;
    if (isAtOnce) this.go();
    else this.pause();
  }

  private followHint(error: CodedError, owner: NodeRef | undefined): void {
    const { next } = (error.detail ?? {}) as { next?: unknown };
    const node = this.hintsLeft > 0 ? this.context.ring.node(next) : undefined;
    if (!node || node.id === owner?.id) return;
    if (!this.context.members.mayAsk(hostOf(node.address), this.context.nowMs())) return;
    this.hintsLeft -= 1;
    this.hint = node;
  }

  private pause(): void {
    const { context } = this;
    const full = Math.min(PAUSE_MS_MAX, PAUSE_MS_MIN * 2 ** Math.min(10, this.attempts - 1));
    const leftMs = this.deadlineMs - context.nowMs();
    const delayMs = Math.max(0, Math.min(leftMs, full * (0.5 + context.random() / 2)));
    this.endPause = context.after(delayMs, () => this.go());
  }

  /** Nothing of the request was sent. */
  private unsent(error: unknown, endpoint: Address): void {
    const { isWrite } = this.question;
    this.fail(judge(error, { endpoint, isWrite, isUnsent: true }).error);
  }

  private asked(endpoint: Address, link: ClientConnection): Asked {
    const { isWrite } = this.question;
    return { endpoint, isWrite, isUnsent: !link.isOpen };
  }

  private late(): ClientError {
    const { last, question } = this;
    const outcome = question.isWrite ? ('not-applied' as const) : undefined;
    const why = last ? ` ${last.message}` : '';
    const facts = { outcome, endpoint: last?.endpoint, cause: last };
    return new ClientError('TIMED_OUT', `The call was not served in time.${why}`, facts);
  }

  private fail(error: ClientError): void {
    if (this.isOver) return;
    this.end();
    this.reject(this.isInDoubt ? error.inDoubt() : error);
  }

  private end(): void {
    this.isOver = true;
    this.endPause?.();
    if (this.isUnderWay) this.context.ended();
  }
}

/** True when the member is gone, or refuses this client; a slow one is asked again. */
function isOutOfReach({ code }: CodedError, { isOpen }: ClientConnection): boolean {
  return code === 'UNREACHABLE' || (!isOpen && code !== 'TIMEOUT' && code !== 'BUSY');
}

function foundHere(found: FoundValue | undefined): GotFound {
  return { owner: null, ownedFrom: null, found };
}
