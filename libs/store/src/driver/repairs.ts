// Finds the members of this node's views that lack records and brings them up to date, also in the background.
import { codeOf, inRange, type Id, type NodeRef } from '@chord-dht/chord';
import type { Arc } from '../record/position';
import type { ReplicaContext } from '../replica/replica-context';
import type { Sync } from '../replica/sync';
import type { AcceptorRequest } from '../view/acceptor';
import type { Reply, Request } from '../view/change';
import { feed } from './driver';
import type { MemberAction, MemberEvent } from '../view/machine';
import { suspect, type Reign } from '../view/reign';
import { isMember, sameView, type View } from '../view/view';
import type { ViewPeers } from './view-peers';

interface Behind {
  readonly arc: Arc;
  readonly view: View;
  readonly member: NodeRef;
  /** The number of failed attempts. */
  readonly attempts: number;
  readonly notBeforeMs: number;
}

function isSame(one: Behind, { arc, member }: Pick<Behind, 'arc' | 'member'>): boolean {
  return one.member.id === member.id && one.arc.toId === arc.toId;
}

/**
 * The pause before the second attempt, in milliseconds; doubled each time, for a comparison is work for both sides, and
 * a full disk stays full for long.
 */
const PAUSE_MS_MIN = 500;
const PAUSE_MS_MAX = 8_000;

export class Repairs {
  private behind: Behind[] = [];
  private readonly mending = new Set<Behind>();
  /** The state of the members of this node's begun views. */
  private readonly reigns = new WeakMap<View, Reign>();
  private turn = 0;

  constructor(
    private readonly context: ReplicaContext,
    private readonly peers: ViewPeers,
    private readonly sync: Sync,
  ) {}

  /** The number of members that lack something, each counted once for an arc. */
  get pending(): number {
    return this.behind.length + this.mending.size;
  }

  /** Starts to track the members of a view of this node that has begun. */
  reign(view: View, reign: Reign): void {
    this.reigns.set(view, reign);
  }

  /** True when a member has lost its records: it can count again in the next view only. */
  hasForgetful(view: View): boolean {
    return this.reigns.get(view)?.isForgetful === true;
  }

  /** True when no member of the views in an arc is known to lack anything. */
  isComplete(arc: Arc): boolean {
    return [...this.behind, ...this.mending].every(
      (one) => !inRange(arc.fromId, one.arc.toId, arc.toId),
    );
  }

  /** @returns true when this is news */
  note(arc: Arc, view: View, member: NodeRef): boolean {
    const isKnown = this.behind.some((one) => isSame(one, { arc, member }));
    if (!isKnown) this.behind.push({ arc, view, member, attempts: 0, notBeforeMs: 0 });
    return !isKnown;
  }

  /** Notes a member that has not confirmed a write on a key of its arc. */
  missed(keyId: Id, member: NodeRef): void {
    const { arc, state } = this.context.book.at(keyId);
    if (state.view && isMember(state.view.members, member)) this.note(arc, state.view, member);
  }

  /** Notes a member whose answer to an operation on a key shows that it lags behind. */
  noteAt(keyId: Id, member: NodeRef): boolean {
    const { arc, state } = this.context.book.at(keyId);
    if (!state.view) return false;
    const isNews = this.note(arc, state.view, member);
    return this.suspect(state.view, member) || isNews;
  }

  /** Tries each member that is due once; a silent one stays noted. */
  async round(): Promise<void> {
    const nowMs = this.context.chord.clock.nowMs();
    const due = this.behind.filter(({ notBeforeMs }) => notBeforeMs <= nowMs);
    const members = new Set(due.map(({ member }) => member.id));
    // In parallel: a silent member must not delay the others.
    const work = [...members].map((id) =>
      this.mendAll(due.filter(({ member }) => member.id === id)),
    );
    await Promise.all(work);
  }

  private async mendAll(ofOneMember: readonly Behind[]): Promise<void> {
    for (const one of ofOneMember) {
      // Anything missed during the repair is noted anew.
      this.behind = this.behind.filter((other) => other !== one);
      if (!this.isCurrent(one)) continue;
      this.mending.add(one);
      if (await this.mend(one))
        this.context.events.emit({ type: 'replica-repaired', arc: one.arc, node: one.member });
      else this.noteAgain(one);
      this.mending.delete(one);
    }
  }

  private noteAgain(one: Behind): void {
    const pauseMs = Math.min(PAUSE_MS_MAX, PAUSE_MS_MIN * 2 ** one.attempts);
    const notBeforeMs = this.context.chord.clock.nowMs() + pauseMs;
    this.behind = this.behind.filter((other) => !isSame(other, one));
    this.behind.push({ ...one, attempts: one.attempts + 1, notBeforeMs });
  }

  /** Compares one home replica of one view with this node, to find silent damage. */
  async compareOne(): Promise<void> {
    this.turn += 1;
    const served = this.context.book.all().filter(({ state }) => state.serving);
    const pairs = served.flatMap(({ arc, state: { view } }) =>
      view ? view.members.map((member) => ({ arc, view, member })) : [],
    );
    const others = pairs.filter(({ member }) => !this.peers.isSelf(member));
    const one = others[this.turn % others.length];
    if (one && !(await this.mend(one))) this.note(one.arc, one.view, one.member);
  }

  /** After a view has begun here: removes records of its members that were never acknowledged. */
  async tidy(arc: Arc, view: View, members: readonly NodeRef[]): Promise<void> {
    const others = members.filter((member) => !this.peers.isSelf(member));
    const tidied = others.map((member) =>
      this.sync.pushExactly(member, arc, view).catch(() => this.note(arc, view, member)),
    );
    await Promise.all(tidied);
  }

  /** Notes that a member does not hold everything. @returns true when it once did */
  private suspect(view: View, member: NodeRef): boolean {
    const reign = this.reigns.get(view);
    if (!reign) return false;
    this.reigns.set(view, suspect(reign, member));
    return this.hasForgetful(view);
  }

  private isCurrent({ arc, view }: Behind): boolean {
    return this.context.book
      .within(arc)
      .every(({ state }) => state.serving && sameView(state.view, view));
  }

  private async mend(one: Pick<Behind, 'arc' | 'view' | 'member'>): Promise<boolean> {
    const { arc, view, member } = one;
    try {
      for (let event: MemberEvent = { type: 'mend', view, member }; ;) {
        const action = this.feed(one, event);
        if (action?.type !== 'mend') return action?.type === 'mended' && action.isUpToDate;
        const { request: asked } = action;
        event = { type: 'mended', member, asked, reply: await this.answerOf(arc, member, asked) };
      }
    } catch (error) {
      if (codeOf(error) === 'INTERNAL') throw error;
      return false;
    }
  }

  private feed(
    { arc, view }: Pick<Behind, 'arc' | 'view'>,
    event: MemberEvent,
  ): MemberAction | undefined {
    const fed = feed(this.context, arc, event, { reign: this.reigns.get(view) ?? null });
    if (fed.member.reign) this.reigns.set(view, fed.member.reign);
    return fed.actions[0];
  }

  private async answerOf(arc: Arc, member: NodeRef, request: Request): Promise<Reply> {
    if (request.kind !== 'tidy') return this.peers.ask(member, arc, request as AcceptorRequest);
    await this.sync.pushExactly(member, arc, request.view);
    return { kind: 'done' };
  }
}
