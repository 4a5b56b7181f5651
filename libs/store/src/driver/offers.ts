// Offers records that lie here and belong elsewhere, and reports records that are lacking here: the owner is told
// until it has all of it or has given it.
import { CodedError, inRange, type Id, type NodeRef } from '@chord-dht/chord';
import { containsArc } from '../arc/arcs';
import type { Arc, Position } from '../record/position';
import { dropExactly } from '../replica/local-records';
import type { ReplicaContext } from '../replica/replica-context';
import type { Caretaker } from './caretaker';
import type { ForgottenViews } from './forgotten-views';
import type { Repairs } from './repairs';
import { isMember, sameView, type View } from '../view/view';
import type { Segment } from '../view/view-map';
import { sent } from '../view/view-codec';
import type { OfferReply, ViewMessages } from '../view/view-messages';

type Offer = ViewMessages['view.offer']['request'];

const OFFERS_A_ROUND = 64;
const PAGE = 500;
/** So long after it came (back) into a ring a node drops nothing: the others first have to learn of it. */
const KNOWN_AFTER_MS = 5_000;

export interface OfferParts {
  readonly caretaker: Caretaker;
  readonly repairs: Repairs;
  readonly forgotten: ForgottenViews;
  /** A member of one of our views lacks something there. */
  readonly onBehind: (keyId: Id, member: NodeRef) => void;
  /** As `Authority.arc`. */
  readonly ownArc: () => Arc | null;
  /** As `OwnArc.wants`. */
  readonly wants: (node: NodeRef) => boolean;
}

export class Offers {
  /** Views of which this node is a member, or was: it has been away. */
  private doubted = new WeakSet<View>();
  private turn = 0;
  private sinceMs: number;

  constructor(
    private readonly context: ReplicaContext,
    private readonly parts: OfferParts,
  ) {
    this.sinceMs = context.chord.clock.nowMs();
  }

  /** After an absence: whether this node is still a home replica is to be asked, arc by arc. */
  doubtAll(): void {
    const views = this.context.book.all().flatMap(({ state }) => state.view ?? []);
    this.doubted = new WeakSet(views);
    this.sinceMs = this.context.chord.clock.nowMs();
  }

  /** What the owner of an arc answers to somebody who keeps records of it, or ought to. */
  answer({ arc, view, synced }: Offer, from: NodeRef): OfferReply {
    const own = this.parts.ownArc();
    if (own && containsArc(own, arc)) {
      const state = { view, synced, forgot: !synced, promised: null, accepted: null };
      this.parts.caretaker.learnOffered([{ arc, state }], from);
    }
    const segments = this.context.book.within(arc);
    for (const { arc: part, state } of segments) {
      const isServed = state.serving && sameView(state.view, view);
      if (!synced && isServed && isMember(view.members, from)) this.parts.onBehind(part.toId, from);
    }
    const { wants, repairs } = this.parts;
    // Whoever is to be a home replica again keeps what it has, and is given what it lacks.
    const isWanted = wants(from);
    const complete =
      !isWanted && segments.every(({ state }) => state.serving) && repairs.isComplete(arc);
    return { segments: segments.map(sent), complete };
  }

  /** True while something here is to be served or kept by others. */
  get isPending(): boolean {
    return (
      this.parts.forgotten.isPending || this.context.book.all().some((one) => this.isForeign(one))
    );
  }

  /** One look at all that lies here. */
  async round(): Promise<void> {
    await this.parts.forgotten.ask();
    let left = OFFERS_A_ROUND;
    for (const segment of this.context.book.all()) {
      if (!this.isForeign(segment)) continue;
      let answered = 0;
      const parts = await this.byOwner(segment.arc, left).catch(unlessPeerFailed);
      for (const part of parts) {
        left -= 1;
        if (await this.isOffered(part.owner, part.arc)) answered += 1;
      }
      const { view } = segment.state;
      if (view && left > 0 && parts.length > 0 && answered === parts.length)
        this.doubted.delete(view);
      if (left <= 0) return;
    }
    await this.askOne();
  }

  /**
   * Whoever could not be told when it was replaced asks, arc by arc, whether it is still a home replica. So does one
   * that keeps no record there: the owner may know it by a former name, and hears the present one in no other way.
   */
  private async askOne(): Promise<void> {
    const { book, chord } = this.context;
    const kept = book.all().filter(({ state: { view } }) => {
      const isOthers = view !== null && view.primary.id !== chord.self.id;
      return isOthers && isMember(view.members, chord.self);
    });
    this.turn += 1;
    const one = kept[this.turn % kept.length];
    if (!one) return;
    const parts = await this.byOwner(one.arc, OFFERS_A_ROUND).catch(unlessPeerFailed);
    for (const { owner, arc } of parts) await this.isOffered(owner, arc);
  }

  private async isOffered(owner: NodeRef, arc: Arc): Promise<boolean> {
    try {
      await this.offer(owner, arc);
      return true;
    } catch (error) {
      unlessPeerFailed(error);
      return false;
    }
  }

  /** True for what somebody else is to serve, while we still serve it, have records that nobody needs, or lack some. */
  private isForeign({ arc, state }: Segment): boolean {
    const { self } = this.context.chord;
    const own = this.parts.ownArc();
    if (!own || containsArc(own, arc)) return false;
    // Left over from a view that was to begin with us and did not.
    if (!state.view) return this.context.records.count(arc) > 0;
    if (state.view.primary.id === self.id || this.doubted.has(state.view)) return true;
    // A member that lacks something counts for nothing, and nobody else would notice for long.
    if (isMember(state.view.members, self)) return !state.synced;
    return this.context.records.count(arc) > 0;
  }

  /** The parts of an arc that different members of the ring own. */
  private async byOwner(arc: Arc, most: number): Promise<{ owner: NodeRef; arc: Arc }[]> {
    const { chord } = this.context;
    const parts: { owner: NodeRef; arc: Arc }[] = [];
    let { fromId } = arc;
    while (parts.length < most) {
      const { owner } = await chord.lookup(chord.space.add(fromId, 1n), { verifyOwner: false });
      const isLast = owner.id === arc.toId || !inRange(fromId, owner.id, arc.toId);
      parts.push({ owner, arc: { fromId, toId: isLast ? arc.toId : owner.id } });
      if (isLast) break;
      fromId = owner.id;
    }
    return parts.filter((part) => part.owner.id !== chord.self.id);
  }

  private async offer(owner: NodeRef, arc: Arc): Promise<void> {
    const { call, read, readView, parameters, book, chord } = this.context;
    if (book.within(arc).some(({ state }) => !state.view)) await this.learnFrom(owner, arc);
    for (const part of book.within(arc)) {
      const { view, synced } = part.state;
      if (!view) continue;
      const body = { arc: part.arc, view, synced };
      const reply = read.fields(
        await call(owner, 'view.offer', body, { timeoutMs: parameters.viewTimeoutMs }),
      );
      this.parts.caretaker.learn(readView.segments(reply['segments']));
      const now = book.within(part.arc);
      const isNobodysHere = now.every(
        ({ state }) => state.view !== null && !isMember(state.view.members, chord.self),
      );
      const isKnown = chord.clock.nowMs() - this.sinceMs >= KNOWN_AFTER_MS;
      if (reply['complete'] === true && isNobodysHere && isKnown) await this.drop(part.arc);
    }
  }

  /** Which view keeps what lies here. */
  private async learnFrom(owner: NodeRef, arc: Arc): Promise<void> {
    const { call, read, readView, parameters } = this.context;
    const timeoutMs = parameters.viewTimeoutMs;
    const reply = read.fields(await call(owner, 'view.collect', { arc }, { timeoutMs }));
    this.parts.caretaker.learn(readView.segments(reply['segments']));
  }

  private async drop(arc: Arc): Promise<void> {
    const { records } = this.context;
    for (let after: Position | null = null; ;) {
      if (this.context.arrivals.areRecent) return;
      const page = records.scanHeads(arc, { records: PAGE, after });
      // What nobody can read is counted too, and would lie here for ever.
      await dropExactly(this.context, page.items, page.corrupt);
      if (!page.next) return;
      after = page.next;
    }
  }
}

/** The next round offers again. @returns nothing to go on with */
function unlessPeerFailed(error: unknown): [] {
  if (error instanceof CodedError && error.code !== 'INTERNAL') return [];
  throw error;
}
