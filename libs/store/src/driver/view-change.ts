// Drives a change of views: sends the machine's requests, and feeds the answers back.
import {
  CodedError,
  codeOf,
  isArtificial,
  isGone,
  unlessOwnDefect,
  type Cancel,
  type NodeRef,
} from '@chord-dht/chord';
import type { Arc } from '../record/position';
import type { ReplicaContext } from '../replica/replica-context';
import type { Sync } from '../replica/sync';
import { TakenParts } from '../replica/taken-parts';
import { inBackground } from '../replica/background';
import { unlessGone } from '../messages/unless-gone';
import {
  warrantOf,
  type Change,
  type Chosen,
  type Outcome,
  type Plan,
  type ProposerEvent,
  type Reply,
  type Request,
} from '../view/change';
import { LATECOMERS_MS } from '../view/gather';
import { feed } from './driver';
import type { MemberAction, MemberEvent } from '../view/machine';
import type { Ballot, View } from '../view/view';
import type { SentSegment } from '../view/view-messages';
import type { ViewPeers } from './view-peers';
import { isSealed } from '../view/view-state';

export interface ChangeRequest {
  readonly arc: Arc;
  /** The views that end: the one that this node has, and those of other lineages that merge into it. */
  readonly bases: readonly View[];
  /** The home replicas of the view that is to begin, this node first. */
  readonly members: readonly NodeRef[];
}

/** Reserved room, in bytes, for writes between the prefetch and the seal: they are copied while no client is served. */
const SEAL_BYTES = 4 * 1024 * 1024;
/** Ballot rounds are spaced apart, so that two runs of one node hardly ever use one ballot for two views. */
const INCARNATIONS = 0x10000;

export class ViewChange {
  private highestRound = 0;
  private readonly incarnation: number;
  /** Views of this node that are chosen and have not begun. */
  private readonly chosen = new WeakMap<View, Chosen>();

  constructor(
    private readonly context: ReplicaContext,
    private readonly peers: ViewPeers,
    private readonly sync: Sync,
    private readonly learn: (segments: readonly SentSegment[], from?: NodeRef) => void,
  ) {
    this.incarnation = Math.floor(context.chord.random.next() * INCARNATIONS);
  }

  /** Ends `bases` and begins one view for all of them. Rejects with a defect of this node only. */
  run({ arc, bases, members }: ChangeRequest): Promise<Outcome> {
    const plan: Plan = {
      self: this.context.chord.self,
      arc,
      bases,
      wanted: members,
      ballot: this.nextBallot(),
      toBegin: null,
      chosen: bases.length === 1 ? this.unbegun(arc, bases[0] as View) : null,
      serves: this.served(arc),
      had: this.context.records.count(arc) > 0,
      neighbours: this.neighbours(),
    };
    return new Run(this.context, this.peers, this.sync, plan, {
      onLearnt: this.learn,
      onOutbid: (round) => (this.highestRound = Math.max(this.highestRound, round)),
      onChosen: (chosen) => this.chosen.set(chosen.view, chosen),
    }).outcome.then((outcome) => {
      if (outcome.kind === 'begun') this.chosen.delete(outcome.view);
      return outcome;
    });
  }

  private nextBallot(): Ballot {
    this.highestRound =
      (Math.floor(this.highestRound / INCARNATIONS) + 1) * INCARNATIONS + this.incarnation;
    return { round: this.highestRound, node: this.context.chord.self.id };
  }

  /** Returns a view that this node has seen chosen and that has not begun, if no other view has followed. */
  private unbegun(arc: Arc, view: View): Chosen | null {
    const isUntouched = this.context.book
      .within(arc)
      .every(({ state }) => state.view === view && state.synced && !isSealed(state));
    return (isUntouched && this.chosen.get(view)) || null;
  }

  private served(arc: Arc): readonly NodeRef[] | null {
    const parts = this.context.book.within(arc);
    const view = parts[0]?.state.view;
    const isServed = parts.every(({ state }) => state.serving && state.view === view);
    return (isServed && view?.members) || null;
  }

  private neighbours(): NodeRef[] {
    const { predecessor, successors, self } = this.context.chord;
    const known = new Map<string, NodeRef>();
    for (const node of [...successors, predecessor])
      if (node && !isArtificial(node) && node.id !== self.id) known.set(node.id, node);
    return [...known.values()];
  }
}

interface RunHooks {
  readonly onLearnt: (segments: readonly SentSegment[], from?: NodeRef) => void;
  readonly onOutbid: (round: number) => void;
  readonly onChosen: (chosen: Chosen) => void;
}

/** One change from its plan to its outcome. */
class Run {
  readonly outcome: Promise<Outcome>;
  private change: Change | null = null;
  private end: { resolve: (outcome: Outcome) => void; reject: (error: unknown) => void };
  private timer: Cancel | undefined;
  /** Marks of the records of the views that end. */
  private readonly taken: TakenParts | undefined;

  constructor(
    private readonly context: ReplicaContext,
    private readonly peers: ViewPeers,
    private readonly sync: Sync,
    private readonly plan: Plan,
    private readonly hooks: RunHooks,
  ) {
    this.end = { resolve: () => undefined, reject: () => undefined };
    this.outcome = new Promise((resolve, reject) => (this.end = { resolve, reject }));
    // Rings that merge have different records each: no two nodes can have the same ones already.
    if (plan.bases.length > 1) sync.noteOwn(plan.arc, (this.taken = new TakenParts()));
    this.feed({ type: 'propose', plan });
  }

  private feed(event: MemberEvent): void {
    const { member, actions } = feed(this.context, this.plan.arc, event, { change: this.change });
    this.change = member.change;
    // Also where this node was no member and promises nothing.
    if (member.change?.step.name === 'seal') this.context.precedence.begin(this.plan.arc);
    for (const action of actions) this.perform(action);
  }

  private perform(action: MemberAction): void {
    switch (action.type) {
      case 'ask':
        void this.ask(action.to, action.request, action.round);
        break;
      case 'wait': {
        const { round } = action;
        // A late event after the end of the round changes nothing.
        this.timer = this.context.chord.clock.after(LATECOMERS_MS, () =>
          this.feed({ type: 'late', round }),
        );
        break;
      }
      case 'learn':
        this.hooks.onLearnt(action.segments, action.from);
        break;
      case 'outbid':
        this.hooks.onOutbid(action.round);
        break;
      case 'chosen':
        this.hooks.onChosen(action.chosen);
        break;
      case 'tell':
        inBackground(
          this.context,
          this.peers.ask(action.to, this.plan.arc, action.request).catch(unlessOwnDefect),
        );
        break;
      case 'report':
        this.timer?.();
        this.end.resolve(action.outcome);
        break;
      default:
    }
  }

  private async ask(to: NodeRef, request: Request, round: number): Promise<void> {
    let event: ProposerEvent;
    try {
      event = { type: 'answered', round, from: to, reply: await this.answerOf(to, request) };
    } catch (error) {
      if (!(error instanceof CodedError)) return this.end.reject(error);
      const { message: sentence } = error;
      const isFull = codeOf(error) === 'STORAGE_FULL';
      event = { type: 'failed', round, from: to, isGone: isGone(error), isFull, sentence };
    }
    this.feed(event);
  }

  private async answerOf(to: NodeRef, request: Request): Promise<Reply> {
    const { sync, context } = this;
    const { arc } = this.plan;
    // A return to the view before has other bases.
    const under = warrantOf(this.change?.plan ?? this.plan);
    switch (request.kind) {
      case 'drop-unknown':
        await sync.dropUnknown(request.peers, arc, under);
        return { kind: 'done' };
      case 'fetch':
        await unlessGone(context, to, sync.pull(to, arc, under, this.taken));
        if (this.change?.step.name === 'prefetch') await context.records.admit(SEAL_BYTES);
        return { kind: 'done' };
      case 'bring':
        await unlessGone(context, to, sync.push(to, arc, under));
        return { kind: 'done' };
      case 'tidy':
        await sync.pushExactly(to, arc, request.view);
        return { kind: 'done' };
      default:
        return this.peers.ask(to, arc, request);
    }
  }
}
