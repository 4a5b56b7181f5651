// Batched confirmation: one question to each member asks for all readings that wait whether their views stand.
import { atEndOfTurn, type Cancel, type Id, type NodeRef } from '@chord-dht/chord';
import { Bag, type Bagged } from '../collections/bag';
import { CONFIRM, type Standing, type Vote, type Witness } from '../messages/replica-bytes';
import type { ReplicaContext } from '../replica/replica-context';
import { majorityOf, type View } from '../view/view';
import type { Segment } from '../view/view-map';
import type { ReplicationHooks } from './replication';
import { Tally, voteOfFailure, type Majority } from './votes';

/** A round that takes longer, and much longer than usual, is not waited for alone: the other members are asked as well. */
const HEDGE_MS_MIN = 25;
const HEDGE_FACTOR = 4;
const MEAN_GAIN = 1 / 8;

/** A reading that waits for the votes of members of its view. */
class Reading {
  isOver = false;
  readonly tally: Tally;
  private asked = 0;

  /**
   * @param others the other members, in a circle that is walked from `first` on; those that come late are asked
   *   only when those before them do not answer as hoped
   * @param counted members that count already, this one with them
   * @param trace the request of a client that it belongs to
   */
  constructor(
    readonly segment: Segment,
    readonly view: View,
    private readonly others: readonly NodeRef[],
    private readonly first: number,
    counted: number,
    readonly trace: string | undefined,
    onResult: (result: Majority) => void,
  ) {
    this.tally = new Tally(view.members, counted, (result) => {
      this.isOver = true;
      onResult(result);
    });
  }

  get hasReserve(): boolean {
    return this.asked < this.others.length;
  }

  /** The next one to be asked. */
  next(): NodeRef | undefined {
    if (!this.hasReserve) return undefined;
    const place = (this.first + this.asked) % this.others.length;
    this.asked += 1;
    return this.others[place];
  }
}

/** One question to a member, for all readings that waited for it. */
interface Round extends Bagged {
  readonly member: Member;
  readonly readings: readonly Reading[];
  readonly sentAtMs: number;
}

/** What is known of one member. */
interface Member {
  readonly node: NodeRef;
  /** Readings for the next round: a round counts only for those that came before it was sent. */
  waiting: Reading[];
  life: string;
  revision: number;
  /** The segments of our book whose views stood at the member in that life, at that revision. */
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

  /**
   * Resolves when it is sure whether a majority of the members of the view says that it stands.
   * @param witness a node that has said where it stands after the reading had begun
   */
  stands(segment: Segment, view: View, trace?: string, witness?: Witness): Promise<Majority> {
    const isAttested = witness !== undefined && this.isAttested(segment, witness);
    const counted = isAttested ? 2 : 1;
    const majority = majorityOf(view.members);
    if (counted >= majority) return REACHED;
    return new Promise((resolve) => {
      let others = this.othersOf(view);
      if (isAttested) others = others.filter(({ id }) => id !== witness.node.id);
      let first = this.placeToBegin(others, witness);
      let needed = majority - counted;
      if (others.some(this.isSlow)) {
        others = this.quickFirst(others, first);
        first = 0;
        if (this.isSlow(others[0] as NodeRef)) needed = others.length;
      }
      const reading = new Reading(segment, view, others, first, counted, trace, resolve);
      for (let asked = 0; asked < needed; asked += 1) this.askNext(reading);
    });
  }

  /** It has said of this view that it stands, in that life and at that revision. */
  private isAttested(segment: Segment, { node, life, revision }: Witness): boolean {
    const member = this.members.get(node.id);
    if (member === undefined || member.life !== life || member.revision !== revision) return false;
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

  private askNext(reading: Reading): void {
    const node = reading.next();
    if (node) this.ask(this.memberOf(node), reading);
  }

  private memberOf(node: NodeRef): Member {
    const known = this.members.get(node.id);
    if (known) return known;
    const fresh = { life: '', revision: -1, standing: new Set<Segment>(), isSlow: false };
    const member: Member = { node, waiting: [], ...fresh };
    this.members.set(node.id, member);
    return member;
  }

  private ask(member: Member, reading: Reading): void {
    member.waiting.push(reading);
    if (member.waiting.length === 1) atEndOfTurn(this.context.chord.clock, () => this.send(member));
  }

  private send(member: Member): void {
    const { calls, parameters, chord } = this.context;
    const readings = member.waiting;
    member.waiting = [];
    this.turn += 1;
    const named = unnamed(member, readings);
    const checks = Array.from(named, ([{ arc }, { epoch, lineage }]) => ({
      view: { epoch, lineage },
      ...arc,
    }));
    const round = { member, readings, sentAtMs: chord.clock.nowMs(), bagPlace: -1 };
    this.rounds.add(round);
    this.cancel ??= chord.clock.after(this.hedgeMs, this.hedge);
    const request = CONFIRM.writeRequest(checks);
    // Many readings share a question; that one of them is named is enough to find it in a log.
    const trace = readings.find((reading) => reading.trace !== undefined)?.trace;
    const options = { timeoutMs: parameters.replicaTimeoutMs, trace };
    calls.call(member.node, request, options, (error, reply) => {
      this.rounds.delete(round);
      member.isSlow = error !== undefined;
      this.meanMs += MEAN_GAIN * (chord.clock.nowMs() - round.sentAtMs - this.meanMs);
      if (error)
        for (const reading of readings) this.count(reading, voteOfFailure(error), member.node);
      else this.take(member, readings, [...named.keys()], CONFIRM.readReply(reply));
    });
  }

  private take(
    member: Member,
    readings: readonly Reading[],
    named: readonly Segment[],
    { life, revision, votes }: Standing,
  ): void {
    if (member.life !== life || member.revision !== revision) {
      member.life = life;
      member.revision = revision;
      member.standing = new Set();
    }
    const voted = new Map<Segment, Vote>();
    for (const [place, segment] of named.entries()) {
      const vote = votes[place] ?? 'none';
      voted.set(segment, vote);
      if (vote === 'counts') member.standing.add(segment);
    }
    for (const reading of readings) {
      const vote =
        voted.get(reading.segment) ?? (member.standing.has(reading.segment) ? 'counts' : undefined);
      // The member has changed its views since it was asked last: the view has to be named now.
      if (vote === undefined) this.ask(member, reading);
      else this.count(reading, vote, member.node);
    }
  }

  private count(reading: Reading, vote: Vote, node: NodeRef): void {
    const { segment, view, tally } = reading;
    if (vote === 'behind') this.hooks.onBehind(segment.arc.toId, node);
    if (vote === 'sealed') this.hooks.onSealed(segment.arc.toId, view, node);
    tally.add(vote);
    // As many are asked at a time as are missing.
    if (vote !== 'counts' && !reading.isOver) this.askNext(reading);
  }

  /** One look at all open rounds in place of a timer for each. */
  private readonly hedge = (): void => {
    this.cancel = undefined;
    const { clock } = this.context.chord;
    const dueMs = clock.nowMs() - this.hedgeMs;
    let isWaiting = false;
    for (const { member, readings, sentAtMs } of this.rounds.all()) {
      isWaiting ||= !member.isSlow;
      if (sentAtMs > dueMs || member.isSlow) continue;
      member.isSlow = true;
      for (const reading of readings)
        while (!reading.isOver && reading.hasReserve) this.askNext(reading);
    }
    if (isWaiting) this.cancel = clock.after(this.hedgeMs, this.hedge);
  };
}

const NONE: ReadonlyMap<Segment, View> = new Map();
const REACHED: Promise<Majority> = Promise.resolve('reached');

/** The segments of which the member has not said in this life, at this revision, that their views stand. */
function unnamed({ standing }: Member, readings: readonly Reading[]): ReadonlyMap<Segment, View> {
  let named: Map<Segment, View> | undefined;
  for (const { segment, view } of readings) {
    if (standing.has(segment)) continue;
    named ??= new Map();
    named.set(segment, view);
  }
  return named ?? NONE;
}
