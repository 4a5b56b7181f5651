// The parts of one member's store, and their connections.
import type { Emitter, Id, NodeRef } from '@chord-dht/chord';
import { Coordinator } from './client/coordinator';
import { OwnChanges } from './client/own-changes';
import { OwnNames } from './client/own-names';
import { ChangeLog } from './changes/change-log';
import type { StoreEvent } from './arc/events';
import { ByteCalls } from './messages/byte-calls';
import type { StoreMessages } from './messages/store-messages';
import { StoreReader } from './messages/store-reader';
import { DEFAULT_STORE_PARAMETERS } from './base/parameters';
import { Periodic } from './periodic';
import { Authority } from './primary/authority';
import { KeyQueue } from './primary/key-queue';
import { Primary } from './primary/primary';
import { QuorumRounds } from './primary/quorum-rounds';
import { beginIncarnation, highWaterOf } from './view/incarnation';
import { HybridClock } from './record/hybrid-clock';
import { KnownPlaces } from './record/known-places';
import { COUNTER_MAX } from './record/version';
import { registerReplicaHandlers } from './replica/replica-handlers';
import { Arrivals } from './replica/arrivals';
import { Movement } from './replica/movement';
import { Marks } from './replica/marks';
import { Precedence } from './replica/precedence';
import { RecentWrites } from './replica/recent-writes';
import { Sync } from './replica/sync';
import { Unconfirmed } from './replica/unconfirmed';
import { WritesUnderWay } from './replica/writes-under-way';
import type { FullContext } from './primary/store-context';
import { registerStoreHandlers } from './store-handlers';
import type { StoreNodeOptions } from './client/store-node-types';
import { Sweeper } from './sweeper';
import { AcceptorDriver } from './driver/acceptor-driver';
import { BlockedArcs } from './view/blocked-arcs';
import { Caretaker } from './driver/caretaker';
import { ForgottenViews } from './driver/forgotten-views';
import { Losses, type Loss } from './driver/losses';
import { Offers } from './driver/offers';
import { EndedViews } from './driver/ended-views';
import { OwnArc } from './driver/own-arc';
import { Repairs } from './driver/repairs';
import { Unfinished } from './driver/unfinished';
import { ViewBook } from './view/view-book';
import { ViewChange } from './driver/view-change';
import { ViewReader } from './view/view-codec';
import type { ViewMessages } from './view/view-messages';
import { ViewPeers } from './driver/view-peers';

export class StoreParts {
  readonly context: FullContext;
  readonly primary: Primary;
  readonly coordinator: Coordinator;
  readonly ownNames: OwnNames;
  readonly changes: ChangeLog;
  readonly ownChanges: OwnChanges;
  readonly caretaker: Caretaker;
  readonly offers: Offers;
  private readonly own: OwnArc;
  private readonly repairs: Repairs;
  private readonly losses: Losses;
  private readonly caretaking: Periodic;
  private readonly offering: Periodic;
  private readonly periodic: readonly Periodic[];

  /** @param drawName returns 16 random hexadecimal digits */
  constructor(options: StoreNodeOptions, events: Emitter<StoreEvent>, drawName: () => string) {
    const context = contextOf(options, events);
    const { chord, parameters } = context;
    const acceptor = new AcceptorDriver(context, (arc, view) => this.losses.forbids(arc, view));
    const peers = new ViewPeers(context, acceptor);
    const sync = new Sync(context, context.movement);
    const change = new ViewChange(context, peers, sync, (segments, from) =>
      this.caretaker.learn(segments, from),
    );
    this.context = context;
    const repairs = new Repairs(context, peers, sync);
    this.repairs = repairs;
    const own = new OwnArc(context, peers, repairs);
    this.own = own;
    this.losses = new Losses(context, own, drawName);
    const soon = (): void => this.caretaking.soon(0);
    this.caretaker = new Caretaker(context, { own, peers, change, repairs, soon });
    const onBehind = (keyId: Id, member: NodeRef): void => {
      if (repairs.noteAt(keyId, member)) soon();
    };
    this.offers = new Offers(context, {
      caretaker: this.caretaker,
      repairs,
      forgotten: new ForgottenViews(context, peers, this.caretaker.learn),
      unfinished: new Unfinished({
        self: chord.self,
        clock: chord.clock,
        propose: (arc, bases, members) => this.caretaker.attempt(arc, bases, members),
      }),
      onBehind,
      ownArc: () => context.authority.arc,
      wants: (node) => own.wants(node),
    });
    const ended = new EndedViews(context, peers, () => this.caretaker.askNeighbours());
    const quorum = new QuorumRounds(context, {
      onBehind,
      onMissed: (keyId, member) => repairs.missed(keyId, member),
      onSealed: (keyId, view, member) => ended.isSealedAt(member, keyId, view),
    });
    this.primary = new Primary(context, quorum);
    this.coordinator = new Coordinator(context);
    this.ownNames = new OwnNames(context, quorum);
    this.changes = changeLogOf(context);
    this.ownChanges = new OwnChanges(context, this.ownNames, this.primary, this.changes);
    options.records.observe(this.changes.note);
    const sweeper = new Sweeper(context);
    const sweeping = new Periodic(context, parameters.sweepMs, async () => {
      const nextMs = await sweeper.step();
      if (nextMs !== undefined) sweeping.soon(nextMs);
    });
    this.caretaking = new Periodic(context, parameters.caretakeMs, async () => {
      await this.losses.repeat();
      await this.caretaker.round();
    });
    this.offering = new Periodic(context, parameters.offerMs, () => this.offers.round());
    this.periodic = [
      this.caretaking,
      this.offering,
      sweeping,
      new Periodic(context, parameters.antiEntropyMs, () => repairs.compareOne()),
    ];
    acceptor.register(chord.dispatcher);
    registerReplicaHandlers(chord.dispatcher, context);
    const { primary, caretaker, offers, ownNames, ownChanges } = this;
    const isSettled = (): boolean => this.isSettled;
    registerStoreHandlers({
      ...{ context, primary, caretaker, offers, isSettled },
      ...{ ownNames, ownChanges },
    });
  }

  /** True when this node serves its arc with full home replicas, and has no record that belongs elsewhere. */
  get isSettled(): boolean {
    return (
      this.context.authority.arc !== null && this.caretaker.isSettled && !this.offers.isPending
    );
  }

  /**
   * The number of parts of this arc that are not served as they should be, and of those in which a home replica lacks
   * something; one more when others have to take something over.
   */
  get pendingRanges(): number {
    return this.own.unsettled() + this.repairs.pending + (this.offers.isPending ? 1 : 0);
  }

  /** As OwnArc.fewestMembers. */
  get fewestHomeReplicas(): number | null {
    return this.own.fewestMembers();
  }

  start(): void {
    for (const task of this.periodic) task.start();
    this.caretaking.soon(0);
  }

  stop(): void {
    for (const task of this.periodic) task.stop();
  }

  /** Asks the owners whether this node is still a home replica. */
  askOwners(): void {
    this.offers.doubtAll();
    this.offering.soon(0);
  }

  /** Resolves when it is durable; starts the changes that follow at once. */
  async giveUp(loss: Loss): Promise<void> {
    await this.losses.giveUp(loss);
    this.caretaker.askNeighbours();
    this.askOwners();
  }

  /** Runs the periodic checks at once, after a change. */
  lookAtOnce(): void {
    this.caretaking.soon(0);
    this.offering.soon(0);
  }
}

function contextOf(
  { chord, records, ...options }: StoreNodeOptions,
  events: Emitter<StoreEvent>,
): FullContext {
  const parameters = { ...DEFAULT_STORE_PARAMETERS, ...options.parameters };
  const incarnation = beginIncarnation(records, chord.random);
  const clock = new HybridClock({
    wallMs: () => chord.clock.wallMs(),
    node: chord.self.id,
    boot: incarnation.name,
    highWater: highWaterOf(records),
    aheadMsMax: parameters.clockAheadMsMax,
  });
  const book = new ViewBook(records, chord.space, incarnation.disk, chord.self);
  const blocked = new BlockedArcs(chord.clock);
  const keyId = (key: string): Id => chord.keyId(key);
  const places = new KnownPlaces(keyId);
  return {
    chord,
    records,
    parameters,
    events,
    clock,
    places,
    book,
    blocked,
    authority: new Authority(chord, book, blocked),
    queue: new KeyQueue(parameters.waitingMax),
    underWay: new WritesUnderWay(),
    unconfirmed: new Unconfirmed(),
    arrivals: new Arrivals(chord.clock),
    recentWrites: new RecentWrites(incarnation.name, chord.clock),
    told: new Marks(),
    movement: new Movement(chord.clock, (event) => events.emit(event)),
    precedence: new Precedence(chord.clock),
    incarnation: incarnation.name,
    calls: new ByteCalls(chord, (error) => events.emit({ type: 'store-fault', error })),
    call: chord.peers.caller<StoreMessages & ViewMessages>(),
    readView: new ViewReader(chord.space),
    read: new StoreReader({
      space: chord.space,
      keyId,
      places,
      valueBytesMax: parameters.valueBytesMax,
      checksum: records.checksum,
      acceptsTime: (timeMs) => clock.accepts(timeMs),
    }),
  };
}

/** An earlier run of this node may have issued any stamp up to now. */
function changeLogOf({ clock, chord, parameters, incarnation }: FullContext): ChangeLog {
  const wallMs = (): number => Math.floor(chord.clock.wallMs());
  const presentMs = (): number => Math.max(clock.lastMs, wallMs());
  return new ChangeLog({
    name: incarnation,
    lastId: chord.space.fromNumber(-1n),
    floor: { timeMs: presentMs() - 1, counter: COUNTER_MAX },
    wallMs,
    tick: () => {
      const timeMs = Math.max(clock.lastMs + 1, wallMs());
      clock.observe(timeMs);
      return { timeMs, counter: 0 };
    },
    changesMax: parameters.changesMax,
    ageMsMax: parameters.changesAgeMs,
  });
}
