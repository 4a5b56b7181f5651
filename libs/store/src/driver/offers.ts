// Offers records that lie here and belong elsewhere, and reports records that are lacking here: repeats the offer to
// the owner until it has everything or has given it.
import { CodedError, inRange, type Id, type NodeRef } from '@chord-dht/chord';
import { containsArc } from '../arc/arcs';
import type { Arc, Position } from '../record/position';
import { dropExactly } from '../replica/local-records';
import type { ReplicaContext } from '../replica/replica-context';
import type { Caretaker } from './caretaker';
import type { ForgottenViews } from './forgotten-views';
import type { Repairs } from './repairs';
import type { Unfinished } from './unfinished';
import { isMember, sameView, type View } from '../view/view';
import type { Segment } from '../view/view-map';
import { sent } from '../view/view-codec';
import type { OfferReply, ViewMessages } from '../view/view-messages';

type Offer = ViewMessages['view.offer']['request'];

const OFFERS_A_ROUND = 64;
const PAGE = 500;
/**
 * The time after a node enters a ring, or returns to it, in which it drops nothing: the others have to notice it first.
 */
const KNOWN_AFTER_MS = 5_000;

export interface OfferParts {
  readonly caretaker: Caretaker;
  readonly repairs: Repairs;
  readonly forgotten: ForgottenViews;
  readonly unfinished: Unfinished;
  /** Called when a member of one of this node's views lacks something there. */
  readonly onBehind: (keyId: Id, member: NodeRef) => void;
  /** As `Authority.arc`. */
  readonly ownArc: () => Arc | null;
  /** As `OwnArc.wants`. */
  readonly wants: (node: NodeRef) => boolean;
}

export class Offers {
  /** Views of which this node is a member, or was: to be confirmed after an absence. */
  private doubted = new WeakSet<View>();
  private turn = 0;
  private sinceMs: number;

  constructor(
    private readonly context: ReplicaContext,
    private readonly parts: OfferParts,
  ) {
    this.sinceMs = context.chord.clock.nowMs();
  }

  /** After an absence: asks, arc by arc, whether this node is still a home replica. */
  doubtAll(): void {
    const views = this.context.book.all().flatMap(({ state }) => state.view ?? []);
    this.doubted = new WeakSet(views);
    this.sinceMs = this.context.chord.clock.nowMs();
  }

  /** The owner's answer to a node that keeps records of an arc, or ought to. */
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
    // A node that is to be a home replica again keeps its records, and is given those that it lacks.
    const isWanted = wants(from);
    const complete =
      !isWanted && segments.every(({ state }) => state.serving) && repairs.isComplete(arc);
    return { segments: segments.map(sent), complete };
  }

  /** True while records or views here concern arcs of other nodes. */
  get isPending(): boolean {
    return this.parts.forgotten.isPending || this.foreign().length > 0;
  }

  private foreign(): Segment[] {
    return this.context.book.all().filter((one) => this.isForeign(one));
  }

  /** One pass over all records here. */
  async round(): Promise<void> {
    await this.parts.forgotten.ask();
    await this.parts.unfinished.round(this.foreign());
    let left = OFFERS_A_ROUND;
    for (const segment of this.foreign()) {
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
   * Asks, for one arc a round, whether this node is still a home replica: it may not have been reachable when it was
   * replaced. A node without records there asks as well: the owner may have it under a former name, and learns the
   * present one in no other way.
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

  /**
   * True for a part of another node's arc that this node still serves, has unneeded records of, or lacks records of.
   */
  private isForeign({ arc, state }: Segment): boolean {
    const { self } = this.context.chord;
    const own = this.parts.ownArc();
    if (!own || containsArc(own, arc)) return false;
    // Left over from a view that was to begin here and did not.
    if (!state.view) return this.context.records.count(arc) > 0;
    if (state.view.primary.id === self.id || this.doubted.has(state.view)) return true;
    // A member that lacks something does not count, and no other node would notice for long.
    if (isMember(state.view.members, self)) return !state.synced;
    return this.context.records.count(arc) > 0;
  }

  /** Splits an arc by the members of the ring that own its parts. */
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

  /** Learns the view of records that lie here. */
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
      // Unreadable records count too; they would otherwise lie here for ever.
      await dropExactly(this.context, page.items, page.corrupt);
      if (!page.next) return;
      after = page.next;
    }
  }
}

/** Ignores the failure of a peer, as the next round offers again. @returns an empty list */
function unlessPeerFailed(error: unknown): [] {
  if (error instanceof CodedError && error.code !== 'INTERNAL') return [];
  throw error;
}
