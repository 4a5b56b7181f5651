// Knows which members of our views lack something, and brings them up to date; looks for such in the background.
import { codeOf, inRange, type Id, type NodeRef } from '@chord-dht/chord';
import type { Arc } from '../range/position';
import type { ReplicaContext } from '../replica/replica-context';
import type { Sync } from '../replica/sync';
import { isMember, sameView, type View } from './view';
import type { ViewPeers } from './view-peers';

interface Behind {
  readonly arc: Arc;
  readonly view: View;
  readonly member: NodeRef;
  /** After how many attempts in vain. */
  readonly attempts: number;
  readonly notBeforeMs: number;
}

function isSame(one: Behind, { arc, member }: Pick<Behind, 'arc' | 'member'>): boolean {
  return one.member.id === member.id && one.arc.toId === arc.toId;
}

/** Before the second attempt; doubled each time, for comparing is work for both, and a full disk stays so for long. */
const PAUSE_MS_MIN = 500;
const PAUSE_MS_MAX = 8_000;

export class Repairs {
  private behind: Behind[] = [];
  private readonly mending = new Set<Behind>();
  /** Members that held everything when a view of ours began, or since. */
  private readonly trusted = new WeakMap<View, Set<Id>>();
  /** Views with such a member that holds nothing now. */
  private readonly forgetful = new WeakSet<View>();
  private turn = 0;

  constructor(
    private readonly context: ReplicaContext,
    private readonly peers: ViewPeers,
    private readonly sync: Sync,
  ) {}

  /** Members that lack something, each counted once for an arc. */
  get pending(): number {
    return this.behind.length + this.mending.size;
  }

  /** The members of a view of ours that held everything when it began. */
  trust(view: View, members: readonly NodeRef[]): void {
    this.trusted.set(view, new Set(members.map(({ id }) => id)));
  }

  /**
   * True when a member has lost what it had, and with it what it promised and accepted. It can come
   * back as a member of the next view only: in this one it could break its word.
   */
  hasForgetful(view: View): boolean {
    return this.forgetful.has(view);
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

  /** A member that has not confirmed a write on a key of its arc. */
  missed(keyId: Id, member: NodeRef): void {
    const { arc, state } = this.context.book.at(keyId);
    if (state.view && isMember(state.view.members, member)) this.note(arc, state.view, member);
  }

  /** A member that answered an operation on a key of its arc so. */
  noteAt(keyId: Id, member: NodeRef): boolean {
    const { arc, state } = this.context.book.at(keyId);
    if (!state.view) return false;
    const isNews = this.note(arc, state.view, member);
    return this.suspect(state.view, member) || isNews;
  }

  /** Tries each that is due once; whoever does not answer stays noted. */
  async round(): Promise<void> {
    const nowMs = this.context.chord.clock.nowMs();
    const due = this.behind.filter(({ notBeforeMs }) => notBeforeMs <= nowMs);
    const members = new Set(due.map(({ member }) => member.id));
    // Side by side: a member that is silent must not keep the others waiting.
    const work = [...members].map((id) =>
      this.mendAll(due.filter(({ member }) => member.id === id)),
    );
    await Promise.all(work);
  }

  private async mendAll(ofOneMember: readonly Behind[]): Promise<void> {
    for (const one of ofOneMember) {
      // What is missed while it is being mended is noted anew.
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

  /** Compares one home replica of one of our views with us, against silent damage. */
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

  /** A view has begun here: what its members have beside it was never acknowledged, and goes. */
  async tidy(arc: Arc, view: View, members: readonly NodeRef[]): Promise<void> {
    const others = members.filter((member) => !this.peers.isSelf(member));
    const tidied = others.map((member) =>
      this.sync.pushExactly(member, arc, view).catch(() => this.note(arc, view, member)),
    );
    await Promise.all(tidied);
  }

  /** A member that says it does not hold everything. @returns true when it once did */
  private suspect(view: View, member: NodeRef): boolean {
    if (!this.trusted.get(view)?.has(member.id)) return false;
    this.forgetful.add(view);
    return true;
  }

  private isCurrent({ arc, view }: Behind): boolean {
    return this.context.book
      .within(arc)
      .every(({ state }) => state.serving && sameView(state.view, view));
  }

  private async mend({
    arc,
    view,
    member,
  }: Pick<Behind, 'arc' | 'view' | 'member'>): Promise<boolean> {
    try {
      // It has to hear of the view first: from then on it gets all writes, and the sync brings the rest.
      const wasComplete = await this.peers.tell(member, arc, view, false);
      if (!wasComplete && this.suspect(view, member)) return false;
      await this.sync.pushExactly(member, arc, view);
      const done = await this.peers.activate([member], arc, view, () => true);
      if (done.length > 0) this.trusted.get(view)?.add(member.id);
      return done.length > 0;
    } catch (error) {
      if (codeOf(error) === 'INTERNAL') throw error;
      return false;
    }
  }
}
