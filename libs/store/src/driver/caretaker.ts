// Sees to it that this node becomes the primary of the views of its arc: learns of views, changes and merges them.
import type { Id, NodeRef } from '@chord-dht/chord';
import { containsArc } from '../arc/arcs';
import type { Arc } from '../record/position';
import type { ReplicaContext } from '../replica/replica-context';
import { inBackground } from '../replica/background';
import { NO_VIEW_MS } from '../view/blocked-arcs';
import { without, type Outcome } from '../view/change';
import { feed } from './driver';
import type { OwnArc } from './own-arc';
import type { Repairs } from './repairs';
import { StalledArcs } from './stalled-arcs';
import { isFirst, isMember, sameView, type View } from '../view/view';
import type { ChangeRequest, ViewChange } from './view-change';
import type { Segment } from '../view/view-map';
import type { SentState } from '../view/view-codec';
import type { SentSegment } from '../view/view-messages';
import type { ViewPeers } from './view-peers';

const ATTEMPTS_A_ROUND = 4;
const CHANGES_AT_ONCE = 8;
/** The bound of the time between a member's failure and its removal, whose writes it has missed. */
const SILENT_MS_MAX = 10_000;

export interface CaretakerParts {
  readonly own: OwnArc;
  readonly peers: ViewPeers;
  readonly change: ViewChange;
  readonly repairs: Repairs;
  /** Brings the next round forward. */
  readonly soon: () => void;
}

export class Caretaker {
  /** True when the neighbours have to be asked for their views of this node's arc. */
  private mustAsk = true;
  private readonly stalled: StalledArcs;

  constructor(
    private readonly context: ReplicaContext & {
      readonly authority: { readonly isLeaving: boolean };
    },
    private readonly parts: CaretakerParts,
  ) {
    this.stalled = new StalledArcs(context.chord.clock);
  }

  /** True when this node serves every part of its arc with the right members, all of them complete. */
  get isSettled(): boolean {
    const { own, repairs } = this.parts;
    return own.unsettled() === 0 && repairs.pending === 0 && !this.mustAsk;
  }

  /** Asks the neighbours for their views in the next round. */
  askNeighbours(): void {
    this.mustAsk = true;
    this.parts.soon();
  }

  /**
   * A neighbour leaves and is no home replica any more; `fromId` is the beginning of the arc that this node takes over
   * from it. The neighbour repeats the message; when that stops, it has stayed or is gone.
   */
  memberLeaves(node: NodeRef, fromId: Id | null): void {
    const { book, chord } = this.context;
    this.parts.own.leaves(node, fromId);
    // A new heir does not have the views that it is to follow yet.
    const heritage = fromId === null ? [] : book.within({ fromId, toId: chord.self.id });
    if (heritage.some(({ state }) => state.view === null)) this.mustAsk = true;
    this.parts.soon();
  }

  /**
   * Adopts reported views of this node's lineage, and records others to be merged. A new node that is alone gives its
   * view up when it joins, or offers it if it has records; a ring with a history must not prevent that by merging with
   * it first.
   * @param sender the node whose own states they are, if known
   */
  readonly learn = (segments: readonly SentSegment[], sender?: NodeRef): void => {
    const { book } = this.context;
    this.learnOffered(
      book.isNew ? segments : segments.filter(({ state: { view } }) => view && !isFirst(view)),
      sender,
    );
  };

  /**
   * The same for offered views, which are merged in any case.
   * @param sender the node whose own states they are, if known
   */
  learnOffered(segments: readonly SentSegment[], sender?: NodeRef): void {
    const { book } = this.context;
    if (this.yieldsTo(segments)) inBackground(this.context, book.forget(this.context.chord.self));
    for (const { arc, state } of segments)
      for (const part of book.within(arc)) this.hear(part.arc, state, sender);
  }

  private hear(arc: Arc, state: SentState, sender: NodeRef | undefined): void {
    const { events, blocked } = this.context;
    const event = { type: 'heard', state, ...(sender && { sender }) } as const;
    const { actions, durable } = feed(this.context, arc, event);
    inBackground(this.context, durable);
    for (const action of actions) {
      if (action.type === 'ended') this.askNeighbours();
      if (action.type === 'merge' && this.parts.own.foreign.note(arc, action.view))
        this.parts.soon();
      if (action.type === 'renamed') {
        const { former, present } = action;
        blocked.clear(arc);
        events.emit({ type: 'member-moved', arc, former, present });
        this.parts.soon();
      }
    }
  }

  /**
   * A new node, or one that has lost its disk, begins a lineage of its own. Without records, it gives that up as soon
   * as it learns of a ring with a history: the two must not serve side by side. A view that another of its lineage has
   * followed is a history too: of two nodes that met, each would give its own up for that of the other, and both would
   * be lost. Those merge.
   */
  private yieldsTo(segments: readonly SentSegment[]): boolean {
    const { book } = this.context;
    const ours = book.all().map(({ state: { view } }) => view);
    if (ours.some((view) => view && !isFirst(view))) return false;
    // A successor of a view that this node began is its own history: only this node may have the first view.
    const own = new Set(ours.map((view) => view?.lineage));
    const hasHistory = segments.some(
      ({ state: { view } }) => view !== null && !isFirst(view) && !own.has(view.lineage),
    );
    return hasHistory && book.isBlank && !book.isEmpty;
  }

  /** One pass over the whole arc; the schedule repeats it, and ring events bring it forward. */
  async round(): Promise<void> {
    const { own, repairs } = this.parts;
    own.forgetWhoStayed();
    const { membership } = this.context.chord;
    // A leaving node takes nothing over, least of all the arc that it has just handed over.
    if ((membership !== 'member' && membership !== 'alone') || this.context.authority.isLeaving)
      return;
    for (let attempt = 0; attempt < ATTEMPTS_A_ROUND; attempt += 1) {
      if (this.mustAsk) await this.ask();
      if (!(await this.changeAll())) break;
    }
    await repairs.round();
  }

  private async ask(): Promise<void> {
    const { own, peers } = this.parts;
    const arc = own.arc();
    if (!arc) return;
    const neighbours = own.neighbours();
    this.mustAsk = false;
    const answers = await peers.collectAll(neighbours, arc);
    for (const { segments } of answers) this.learn(segments);
    // The successor is the likeliest to have served this arc; without its answer the result is uncertain.
    const [successor] = neighbours;
    if (successor && !answers.some(({ from }) => from === successor)) this.mustAsk = true;
  }

  /** @returns true when another attempt is worth while, because of something learnt */
  private async changeAll(): Promise<boolean> {
    const { own } = this.parts;
    const arc = own.arc();
    if (!arc) return false;
    let again = false;
    const waiting = own
      .parts(arc)
      .filter((segment) => own.needsChange(segment) && own.mayChange(segment.state));
    // In parallel: a part with silent home replicas must not delay the others.
    const work = async (): Promise<void> => {
      for (let segment = waiting.shift(); segment; segment = waiting.shift()) {
        const { view } = segment.state;
        if (!view) this.missView(segment.arc);
        if (view && (await this.changeOne(segment, view))) again = true;
      }
    };
    await Promise.all(Array.from({ length: CHANGES_AT_ONCE }, work));
    return again;
  }

  /** The former primary of the arc is absent, or no neighbour has its view yet: they are asked again. */
  private missView(arc: Arc): void {
    if (!this.mustAsk) this.context.blocked.note(arc, NO_VIEW_MS);
    this.mustAsk = true;
  }

  /** @returns true when another attempt is worth while, because of something learnt */
  private async changeOne(segment: Segment, view: View): Promise<boolean> {
    const { own } = this.parts;
    const foreign = own.foreign.latestIn(segment.arc, view);
    const merged = foreign.length > 0 && (await this.attempt(segment.arc, [view, ...foreign]));
    if (merged === 'again') return true;
    // A silent other ring does not keep this one from going on.
    if (merged === 'done' || !own.isWrong(this.context.book.at(segment.arc.toId).state))
      return false;
    if ((await this.attempt(segment.arc, [view])) !== 'again') return false;
    // A member may be in that other ring, which is no news: the next round asks it again.
    return !merged || !sameViews(foreign, own.foreign.latestIn(segment.arc, view));
  }

  /** Ends the bases and begins one view for all of them, with these home replicas, this node first. */
  async attempt(
    arc: Arc,
    bases: readonly View[],
    members: readonly NodeRef[] = this.parts.own.desired(),
  ): Promise<'done' | 'again' | 'blocked'> {
    const request = { arc, bases, members };
    try {
      return await this.follow(request, await this.parts.change.run(request));
    } finally {
      this.context.precedence.end(arc);
    }
  }

  private async follow(
    { arc, bases }: ChangeRequest,
    outcome: Outcome,
  ): Promise<'done' | 'again' | 'blocked'> {
    const { events, blocked } = this.context;
    const { own } = this.parts;
    switch (outcome.kind) {
      case 'begun':
        return this.begin(arc, bases, outcome);
      case 'unchanged':
        return 'blocked';
      case 'superseded':
        this.noteStalled(arc, bases);
        return 'again';
      case 'incomplete':
        for (const view of outcome.missing) own.foreign.note(arc, view);
        return 'again';
      case 'divided':
        own.foreign.divide(outcome.borders);
        return 'again';
      case 'unavailable':
        if (bases.length === 1 && outcome.isWithoutQuorum) blocked.note(arc, NO_VIEW_MS);
        events.emit({ type: 'view-blocked', arc, message: outcome.sentence });
        return 'blocked';
    }
  }

  /** Reports an arc that nobody serves, when its changes have been superseded for long and nothing new was learnt. */
  private noteStalled(arc: Arc, [own]: readonly View[]): void {
    const { events, blocked, book } = this.context;
    const { view, serving } = book.at(arc.toId).state;
    const ours = this.parts.own.arc();
    const isOwn = ours !== null && containsArc(ours, arc);
    if (!own || !isOwn || serving || !sameView(view, own)) return this.stalled.clear(arc);
    if (!this.stalled.note(arc, own)) return;
    const message = 'A later view of this arc is known, and no node can begin it.';
    if (!blocked.has(arc.toId)) events.emit({ type: 'view-blocked', arc, message });
    blocked.note(arc, NO_VIEW_MS);
  }

  private async begin(
    arc: Arc,
    bases: readonly View[],
    { view, synced }: Outcome & { readonly kind: 'begun' },
  ): Promise<'done' | 'again'> {
    const { events, blocked, precedence } = this.context;
    const { own, peers, repairs } = this.parts;
    blocked.clear(arc);
    this.stalled.clear(arc);
    if (bases.length > 1) own.foreign.forget(arc);
    for (const { members } of bases) this.rememberWhatTheyHave(arc, without(members, view.members));
    for (const member of view.members)
      if (!isMember(synced, member)) repairs.note(arc, view, member);
    if (!peers.isSelf(view.primary)) return 'again';
    const { member } = feed(this.context, arc, { type: 'begun', view, synced });
    precedence.end(arc);
    if (member.reign) repairs.reign(view, member.reign);
    events.emit({ type: 'view-began', arc, epoch: view.epoch, members: view.members });
    await repairs.tidy(arc, view, synced);
    return 'done';
  }

  /** If they return, they lack little more than what is written from now on. */
  private rememberWhatTheyHave(arc: Arc, dropped: readonly NodeRef[]): void {
    const { told, recentWrites } = this.context;
    for (const member of dropped) told.keep(member, arc, recentWrites.markBefore(SILENT_MS_MAX));
  }
}

function sameViews(some: readonly View[], others: readonly View[]): boolean {
  return (
    some.length === others.length &&
    some.every((view) => others.some((other) => sameView(view, other)))
  );
}
