// Batched confirmation: one question to each member asks for all readings that wait whether their views stand.
import { atEndOfTurn, type Cancel, type Id, type NodeRef } from '@chord-dht/chord';
import { Bag, type Bagged } from '../collections/bag';
import { CONFIRM, type Standing, type Vote, type Witness } from '../messages/replica-bytes';
import type { ReplicaContext } from '../replica/replica-context';
import { majorityOf, type View } from '../view/view';
import type { Segment } from '../view/view-map';
import type { ReplicationHooks } from './replication';
import { Inquiry, type Waiter } from './inquiry';
import type { OperationContext } from './operation-context';
import { voteOfFailure, type Majority } from './votes';

/** A round that takes longer, and much longer than usual, is not waited for alone: the other members are asked as well. */
const HEDGE_MS_MIN = 25;
const HEDGE_FACTOR = 4;
const MEAN_GAIN = 1 / 8;
/**
 * While a member is asked, what comes meanwhile waits for its answer and shares the next question, but no longer than
 * this: where many read, fewer questions do, and where members are far from each other hardly anybody waits.
 */
const GATHER_MS = 1;

/** One question to a member, for all readings that waited for it. */
interface Round extends Bagged {
  readonly member: Member;
  readonly inquiries: readonly Inquiry[];
  readonly sentAtMs: number;
}

/** What is known of one member. */
interface Member {
  readonly node: NodeRef;
  /** For the next round: a round counts only for readings that came before it was sent. */
  waiting: Inquiry[];
  /** Its answers that are waited for. */
  asked: number;
  /** The end of the time for which those wait. */
  gathering: Cancel | undefined;
  incarnation: string;
  revision: number;
  /** The segments of our book whose views stood at the member in that incarnation, at that revision. */
  standing: Set<Segment>;
  /** It has let a round wait, and not answered since. */
  isSlow: boolean;
}

/**
 * A reading of what the primary has is linearizable when a majority of the view, the primary with it,
 * says after the reading has arrived that the view stands: every majority that could have sealed it has
 * one of them in it. Only as many members are asked as a majority needs, and the others when those are
 * slow. A member answers with a revision of its views. As long as that is unchanged, the views that stood
 * before stand still and need not be named. A member that asks for the reading itself has said so with its
 * question, and is not asked again. No clock is trusted.
 */
export class Confirms {
  private readonly members = new Map<Id, Member>();
  private readonly rounds = new Bag<Round>();
  /** Those of which nothing has been sent: what arrives until then is as sure as they are by the same votes. */
  private readonly unsent = new Map<Segment, Inquiry>();
  /** The other members of each view that was asked about. */
  private readonly others = new WeakMap<View, readonly NodeRef[]>();
  private cancel: Cancel | undefined;
  /** Members take turns. */
  private turn = 0;
  /** How long a round takes of late. */
  private meanMs = 0;

  constructor(
    private readonly context: ReplicaContext,
    private readonly hooks: Pick<ReplicationHooks, 'onBehind' | 'onSealed'>,
  ) {}

  /** Resolves when it is sure whether a majority of the members of the view says that it stands. */
  stands(segment: Segment, view: View, trace?: string, witness?: Witness): Promise<Majority> {
    return new Promise((resolve) => {
      this.ask(segment, view, { trace, witness }, { told: resolve });
    });
  }

  /**
   * The same for a waiter, which may be told at once.
   * @param operation its witness is a node that has said where it stands after the reading had begun
   */
  ask(
    segment: Segment,
    view: View,
    { trace, witness }: Pick<OperationContext, 'trace' | 'witness'>,
    waiter: Waiter,
  ): void {
    // What a witness says is true of the reading that it came with alone.
    const unsent = witness === undefined ? this.unsent.get(segment) : undefined;
    if (unsent?.view === view) {
      unsent.trace ??= trace;
      return unsent.join(waiter);
    }
    const isAttested = witness !== undefined && this.isAttested(segment, witness);
    const counted = isAttested ? 2 : 1;
    const majority = majorityOf(view.members);
    if (counted >= majority) return waiter.told('reached');
    let others = this.othersOf(view);
    if (isAttested) others = others.filter(({ id }) => id !== witness.node.id);
    let first = this.placeToBegin(others, witness);
    let needed = majority - counted;
    if (others.some(this.isSlow)) {
      others = this.quickFirst(others, first);
      first = 0;
      if (this.isSlow(others[0] as NodeRef)) needed = others.length;
    }
    const inquiry = new Inquiry(segment, view, others, first, counted, trace, this.onFault);
    inquiry.join(waiter);
    for (let asked = 0; asked < needed; asked += 1) this.askNext(inquiry);
    if (witness === undefined) this.unsent.set(segment, inquiry);
  }

  private readonly onFault = (error: unknown): void => {
    this.context.events.emit({ type: 'store-fault', error });
  };

  /** It has said of this view that it stands, in that incarnation and at that revision. */
  private isAttested(segment: Segment, { node, incarnation, revision }: Witness): boolean {
    const member = this.members.get(node.id);
    if (member === undefined || member.incarnation !== incarnation || member.revision !== revision)
      return false;
    return member.standing.has(segment);
  }

  /** Members take turns; one that will ask again is asked first, and is known when it does. */
  private placeToBegin(others: readonly NodeRef[], witness: Witness | undefined): number {
    const place = witness ? others.findIndex(({ id }) => id === witness.node.id) : -1;
    return place >= 0 ? place : this.turn % Math.max(1, others.length);
  }

  private readonly isSlow = ({ id }: NodeRef): boolean => this.members.get(id)?.isSlow === true;

  private get hedgeMs(): number {
    return Math.max(HEDGE_MS_MIN, HEDGE_FACTOR * this.meanMs);
  }

  private othersOf(view: View): readonly NodeRef[] {
    const known = this.others.get(view);
    if (known) return known;
    const others = view.members.filter(({ id }) => id !== this.context.chord.self.id);
    this.others.set(view, others);
    return others;
  }

  private quickFirst(others: readonly NodeRef[], first: number): NodeRef[] {
    const turned = [...others.slice(first), ...others.slice(0, first)];
    return [...turned.filter((node) => !this.isSlow(node)), ...turned.filter(this.isSlow)];
  }

  private askNext(inquiry: Inquiry): void {
    const node = inquiry.next();
    if (node) this.queue(this.memberOf(node), inquiry);
  }

  private memberOf(node: NodeRef): Member {
    const known = this.members.get(node.id);
    if (known) return known;
    const fresh = { incarnation: '', revision: -1, standing: new Set<Segment>(), isSlow: false };
    const member: Member = { node, waiting: [], asked: 0, gathering: undefined, ...fresh };
    this.members.set(node.id, member);
    return member;
  }

  private queue(member: Member, inquiry: Inquiry): void {
    member.waiting.push(inquiry);
    if (member.waiting.length > 1) return;
    if (member.asked === 0) this.sendSoon(member);
    else member.gathering = this.context.chord.clock.after(GATHER_MS, () => this.send(member));
  }

  private sendSoon(member: Member): void {
    atEndOfTurn(this.context.chord.clock, () => this.send(member));
  }

  private send(member: Member): void {
    const { calls, parameters, chord } = this.context;
    const inquiries = member.waiting;
    member.gathering?.();
    member.gathering = undefined;
    // An answer and the end of the time may have come in one turn.
    if (inquiries.length === 0) return;
    member.waiting = [];
    member.asked += 1;
    for (const { segment } of inquiries) this.unsent.delete(segment);
    this.turn += 1;
    const named = unnamed(member, inquiries);
    const checks = Array.from(named, ([{ arc }, { epoch, lineage }]) => ({
      view: { epoch, lineage },
      ...arc,
    }));
    const round = { member, inquiries, sentAtMs: chord.clock.nowMs(), bagPlace: -1 };
    this.rounds.add(round);
    this.cancel ??= chord.clock.after(this.hedgeMs, this.hedge);
    const request = CONFIRM.writeRequest(checks);
    // Many readings share a question; that one of them is named is enough to find it in a log.
    const trace = inquiries.find((inquiry) => inquiry.trace !== undefined)?.trace;
    const options = { timeoutMs: parameters.replicaTimeoutMs, trace };
    calls.call(member.node, request, options, (error, reply) => {
      this.rounds.delete(round);
      member.asked -= 1;
      if (member.gathering) this.sendSoon(member);
      member.isSlow = error !== undefined;
      this.meanMs += MEAN_GAIN * (chord.clock.nowMs() - round.sentAtMs - this.meanMs);
      if (error)
        for (const inquiry of inquiries) this.count(inquiry, voteOfFailure(error), member.node);
      else this.take(member, inquiries, [...named.keys()], CONFIRM.readReply(reply));
    });
  }

  private take(
    member: Member,
    inquiries: readonly Inquiry[],
    named: readonly Segment[],
    { incarnation, revision, votes }: Standing,
  ): void {
    if (member.incarnation !== incarnation || member.revision !== revision) {
      member.incarnation = incarnation;
      member.revision = revision;
      member.standing = new Set();
    }
    const voted = new Map<Segment, Vote>();
    for (const [place, segment] of named.entries()) {
      const vote = votes[place] ?? 'none';
      voted.set(segment, vote);
      if (vote === 'counts') member.standing.add(segment);
    }
    for (const inquiry of inquiries) {
      const vote =
        voted.get(inquiry.segment) ?? (member.standing.has(inquiry.segment) ? 'counts' : undefined);
      // The member has changed its views since it was asked last: the view has to be named now.
      if (vote === undefined) this.queue(member, inquiry);
      else this.count(inquiry, vote, member.node);
    }
  }

  private count(inquiry: Inquiry, vote: Vote, node: NodeRef): void {
    const { segment, view, tally } = inquiry;
    if (vote === 'behind') this.hooks.onBehind(segment.arc.toId, node);
    if (vote === 'sealed') this.hooks.onSealed(segment.arc.toId, view, node);
    tally.add(vote);
    // As many are asked at a time as are missing.
    if (vote !== 'counts' && !inquiry.isOver) this.askNext(inquiry);
  }

  /** One look at all open rounds in place of a timer for each. */
  private readonly hedge = (): void => {
    this.cancel = undefined;
    const { clock } = this.context.chord;
    const dueMs = clock.nowMs() - this.hedgeMs;
    let isWaiting = false;
    for (const { member, inquiries, sentAtMs } of this.rounds.all()) {
      isWaiting ||= !member.isSlow;
      if (sentAtMs > dueMs || member.isSlow) continue;
      member.isSlow = true;
      for (const inquiry of inquiries)
        while (!inquiry.isOver && inquiry.hasReserve) this.askNext(inquiry);
    }
    if (isWaiting) this.cancel = clock.after(this.hedgeMs, this.hedge);
  };
}

const NONE: ReadonlyMap<Segment, View> = new Map();

/** The segments of which the member has not said in this incarnation, at this revision, that their views stand. */
function unnamed({ standing }: Member, inquiries: readonly Inquiry[]): ReadonlyMap<Segment, View> {
  let named: Map<Segment, View> | undefined;
  for (const { segment, view } of inquiries) {
    if (standing.has(segment)) continue;
    named ??= new Map();
    named.set(segment, view);
  }
  return named ?? NONE;
}
