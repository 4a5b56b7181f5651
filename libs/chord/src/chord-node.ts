// One member of a Chord ring: it owns an arc of ids and finds the owner of any other. It knows nothing of values.
import { admit, registerChordHandlers } from './chord-handlers';
import { ChordError, codeOf } from './errors';
import { Emitter, type Membership, type RingEvent } from './events';
import type { Id } from './id/between';
import type { IdSpace } from './id/id-space';
import { closestPreceding } from './lookup/next-hop';
import { IterativeLookup, type LookupOptions } from './lookup/iterative-lookup';
import type { LookupResult } from './lookup/lookup-result';
import { findRecursively } from './lookup/recursive-lookup';
import { FingerFixer } from './maintenance/fix-fingers';
import { sayGoodbye } from './maintenance/goodbye';
import { joinThrough } from './maintenance/join';
import { PointerChange } from './maintenance/pointer-change';
import { Rectifier } from './maintenance/rectify';
import { Schedule } from './maintenance/schedule';
import { Stabiliser } from './maintenance/stabilise';
import { pause, type MemberContext } from './member-context';
import { walkMembers, type MemberWalk } from './members/walk';
import { LostPeers } from './merge/lost-peers';
import { LostPeerProbe } from './merge/probe';
import { offerPlace } from './merge/unify';
import { unite, type JoinReport } from './merge/unite';
import { ChordReader, type ChordMessages, type Identity } from './messages/chord-messages';
import { Dispatcher } from './messages/dispatcher';
import type { RingParameters } from './messages/envelope';
import { Peers } from './messages/peers';
import { RoundTrips } from './messages/round-trips';
import { DEFAULT_PARAMETERS, type ChordParameters } from './parameters';
import type { Clock } from './ports/clock';
import type { Hasher } from './ports/hasher';
import type { Random } from './ports/random';
import type { Address, Transport } from './ports/transport';
import type { FingerEntry } from './ring/finger-table';
import { nodeRefOf, type NodeRef } from './ring/node-ref';
import { RingState } from './ring/ring-state';

export interface ChordNodeOptions {
  /** The node's own name, `host:port`; its id is the hash of it. */
  readonly self: Address;
  readonly space: IdSpace;
  readonly hasher: Hasher;
  readonly transport: Transport;
  readonly clock: Clock;
  readonly random: Random;
  readonly parameters?: Partial<ChordParameters>;
  /** Peers of an earlier life, to be probed until they are found. */
  readonly remembered?: readonly Address[];
  /** Hears of defects that no caller can be told of. */
  readonly onFault?: (error: unknown) => void;
}

/** @see Stoica et al., ToN 2003; the rules of maintenance are those of Zave, TSE 2017, section 5. */
export class ChordNode {
  readonly self: NodeRef;
  readonly space: IdSpace;
  readonly hasher: Hasher;
  readonly clock: Clock;
  readonly random: Random;
  readonly parameters: ChordParameters;
  readonly events: Emitter<RingEvent>;
  readonly peers: Peers;
  readonly dispatcher: Dispatcher;

  private readonly state: RingState;
  private readonly context: MemberContext;
  private readonly stabiliser: Stabiliser;
  private readonly rectifier: Rectifier;
  private readonly fingerFixer: FingerFixer;
  private readonly schedule: Schedule;
  private readonly lostPeers: LostPeers;
  private readonly probe: LostPeerProbe;
  private readonly onFault: (error: unknown) => void;
  private lookups = 0;

  constructor(options: ChordNodeOptions) {
    const { space, hasher, transport, clock, random } = options;
    this.space = space;
    this.hasher = hasher;
    this.clock = clock;
    this.random = random;
    this.parameters = { ...DEFAULT_PARAMETERS, ...options.parameters };
    this.onFault = options.onFault ?? (() => undefined);
    this.self = nodeRefOf(options.self, space, hasher);
    this.events = new Emitter<RingEvent>(this.onFault);
    this.state = new RingState(this.self, space, this.events);

    const ring: RingParameters = Object.freeze({ bits: space.bits, hash: hasher.name });
    const roundTrips = new RoundTrips(
      this.parameters.callTimeoutMsMin,
      this.parameters.callTimeoutMs,
    );
    this.peers = new Peers({
      self: this.self,
      ring,
      transport,
      clock,
      roundTrips,
      events: this.events,
    });
    this.context = {
      self: this.self,
      space,
      parameters: this.parameters,
      clock,
      random,
      events: this.events,
      state: this.state,
      read: new ChordReader(space),
      call: this.peers.caller<ChordMessages>(),
    };
    this.dispatcher = new Dispatcher({
      self: this.self,
      ring,
      space,
      hasher,
      admit: (type) => admit(this.context, type),
      onFault: this.onFault,
    });

    this.lostPeers = new LostPeers(this.self.address, this.parameters.lostPeersMax);
    for (const address of options.remembered ?? []) this.lostPeers.add({ address });
    const change = new PointerChange();
    const onLost = (node: NodeRef): void => this.forget(node);
    this.stabiliser = new Stabiliser(this.context, change, {
      onLost,
      onAlone: () => this.becomeAlone(),
    });
    this.rectifier = new Rectifier(this.context, change, {
      onLost,
      onPaired: () => this.inBackground(this.stabiliser.round()),
    });
    this.fingerFixer = new FingerFixer(this.context, (target) =>
      this.lookup(target, { verifyOwner: false }),
    );
    this.probe = new LostPeerProbe(this.context, this.lostPeers, {
      identify: this.identify,
      join: (via) => this.join(via, this.parameters.operationTimeoutMs),
      meet: this.meet,
    });
    this.schedule = new Schedule(
      { clock, random, jitter: this.parameters.jitter },
      { onFault: (error) => this.note(error), onGap: (gapMs) => this.wakeUp(gapMs) },
    );
    registerChordHandlers(this.dispatcher, {
      context: this.context,
      change,
      stabiliser: this.stabiliser,
      rectifier: this.rectifier,
      lostPeers: this.lostPeers,
      joinVia: (addresses, joinOptions) => this.joinVia(addresses, joinOptions),
      meet: this.meet,
      onDead: (node) => this.reportDead(node),
      inBackground: (task) => this.inBackground(task),
    });
    transport.serve(this.dispatcher.dispatch);
  }

  get membership(): Membership {
    return this.state.membership;
  }

  /** `null` when alone. */
  get predecessor(): NodeRef | null {
    return this.state.predecessor;
  }

  /** The node itself when alone. */
  get successor(): NodeRef {
    return this.state.successor;
  }

  /** The successor list, nearest first, padding included; empty when alone. */
  get successors(): readonly NodeRef[] {
    return this.state.successors;
  }

  fingers(): readonly FingerEntry[] {
    return this.state.fingers.entries();
  }

  keyId(key: string): Id {
    return this.space.fromDigest(this.hasher.digest(key));
  }

  owns(id: Id): boolean {
    return this.state.owns(id);
  }

  /** Begins as a ring of one: answers calls and maintains its pointers from now on. */
  start(): void {
    this.state.membership = 'alone';
    this.schedule.start([
      { periodMs: this.parameters.stabiliseMs, run: () => this.stabiliser.round() },
      { periodMs: this.parameters.fixFingersMs, run: () => this.fixFingers() },
      { periodMs: this.parameters.probeLostMs, run: () => this.probe.round() },
    ]);
  }

  /**
   * Becomes a member of the ring of the first address that answers; tries all in turn until the time is over.
   * @throws ChordError with the reason of the last attempt
   */
  async joinVia(
    addresses: readonly Address[],
    options: { timeoutMs?: number } = {},
  ): Promise<void> {
    const deadlineMs = this.clock.nowMs() + (options.timeoutMs ?? this.parameters.uniteTimeoutMs);
    let reason: unknown = new ChordError('JOIN_FAILED', 'No address to join through was given.');
    for (let turn = 0; addresses.length > 0; turn += 1) {
      try {
        const remainingMs = deadlineMs - this.clock.nowMs();
        if (remainingMs <= 0) throw reason;
        const peer = await this.identify(
          addresses[turn % addresses.length] as Address,
          Math.min(this.parameters.callTimeoutMs, remainingMs),
        );
        await this.join(
          peer.node,
          Math.max(1, Math.min(remainingMs, this.parameters.operationTimeoutMs)),
        );
        return;
      } catch (error) {
        if (error === reason || codeOf(error) === 'INCOMPATIBLE' || codeOf(error) === 'NOT_ALONE')
          throw error;
        reason = error;
        if (turn % addresses.length === addresses.length - 1) await pause(this.context, 100);
      }
    }
    throw reason;
  }

  /**
   * Brings this node and all of `addresses` into one ring, whatever rings they are in now.
   * @throws ChordError `JOIN_FAILED`; its detail is a JoinReport that says which peer failed and why
   */
  unite(addresses: readonly Address[], options: { timeoutMs?: number } = {}): Promise<JoinReport> {
    const deadlineMs = this.clock.nowMs() + (options.timeoutMs ?? this.parameters.uniteTimeoutMs);
    const tryCandidate = (candidate: NodeRef): Promise<void> =>
      this.stabiliser.tryCandidate(candidate);
    return unite(
      { context: this.context, identify: this.identify, tryCandidate },
      addresses,
      deadlineMs,
    );
  }

  /** Leaves for good: neighbours close the gap, and this node answers nothing any more. */
  leave(): Promise<void> {
    return this.depart(false);
  }

  /** Stops as a member that will be back: neighbours close the gap and remember it. */
  goodbye(): Promise<void> {
    return this.depart(true);
  }

  /** Ends maintenance without a word, as a crash would. The transport is closed by whoever made it. */
  stop(): void {
    this.schedule.stop();
    this.state.membership = 'left';
  }

  /**
   * Finds the owner of an id in O(log N) hops.
   * @throws ChordError `LOOKUP_FAILED`, `DEADLINE`, or `NOT_MEMBER` while this node is in no ring
   */
  async lookup(
    target: Id,
    options: LookupOptions & { mode?: 'iterative' | 'recursive' } = {},
  ): Promise<LookupResult> {
    admit(this.context, 'chord.step');
    this.lookups += 1;
    if (options.mode === 'recursive') return this.lookupRecursively(target, options);
    return new IterativeLookup(this.context, this.lookups, target, options, (node) =>
      this.reportDead(node),
    ).run();
  }

  /** Asks round the whole ring; a member that does not answer is reported so. */
  members(options: { timeoutMs?: number } = {}): Promise<MemberWalk> {
    return walkMembers(this.context, options.timeoutMs ?? this.parameters.operationTimeoutMs);
  }

  /** Whom to ask after a restart: every peer that this node knows or knew. */
  rememberedPeers(): Address[] {
    const { successors, predecessor } = this.state;
    const known = [
      ...successors,
      ...(predecessor ? [predecessor] : []),
      ...this.fingers().map((entry) => entry.node),
    ];
    const addresses = known
      .map((node) => node.address)
      .filter((address) => address !== '' && address !== this.self.address);
    return [...new Set([...addresses, ...this.lostPeers.all()])].slice(
      0,
      this.parameters.lostPeersMax,
    );
  }

  /** Asks an address for the name that its node gives itself. */
  readonly identify = async (
    address: Address,
    timeoutMs = this.parameters.callTimeoutMs,
  ): Promise<Identity> => {
    return this.context.read.identity(
      await this.peers.callAddress(address, 'chord.identify', null, timeoutMs),
    );
  };

  /** The entry of fingers and successor list that most closely precedes `target`; this node when there is none (ToN 2003, figure 5). */
  closestPrecedingNode(target: Id): NodeRef {
    const step = closestPreceding(this.state, target, new Set());
    return step?.kind === 'next' ? step.node : this.self;
  }

  /**
   * Treats the node at `address` as one that believes to be this node's predecessor; it has to answer there.
   * @returns whether it became the predecessor
   * @throws ChordError when it does not answer, or is no member of a ring with the same parameters
   */
  async notifiedBy(address: Address): Promise<boolean> {
    const { node, membership } = await this.identify(address);
    if (membership !== 'member')
      throw new ChordError('NOT_MEMBER', `${address} is no member of a ring of several nodes.`);
    return this.rectifier.notified(node);
  }

  private async join(via: NodeRef, timeoutMs: number): Promise<void> {
    if (via.id === this.self.id)
      throw new ChordError('JOIN_FAILED', 'A node cannot join through itself.');
    await joinThrough(this.context, via, this.clock.nowMs() + timeoutMs);
    this.lostPeers.remove(via.address);
    this.inBackground(this.stabiliser.round().then(() => this.fingerFixer.fillAll()));
  }

  private readonly meet = (stranger: NodeRef): Promise<void> =>
    offerPlace(this.context, stranger, (candidate) => this.stabiliser.tryCandidate(candidate));

  private async lookupRecursively(target: Id, options: LookupOptions): Promise<LookupResult> {
    const startedMs = this.clock.nowMs();
    const deadlineMs = startedMs + (options.timeoutMs ?? this.parameters.operationTimeoutMs);
    const question = { target, avoid: options.avoid ?? [], hopsLeft: this.parameters.hopsMax };
    const found = await findRecursively(this.context, question, deadlineMs, (node) =>
      this.reportDead(node),
    );
    const isLast = found.path[found.path.length - 1]?.id === found.owner.id;
    const path = isLast ? found.path : [...found.path, found.owner];
    return { target, ...found, path, hops: [], ms: this.clock.nowMs() - startedMs };
  }

  private async fixFingers(): Promise<void> {
    if (this.state.membership === 'member') await this.fingerFixer.round();
  }

  private async depart(returning: boolean): Promise<void> {
    this.schedule.stop();
    const wasMember = this.state.membership === 'member' || this.state.membership === 'leaving';
    this.state.membership = 'left';
    if (wasMember) await sayGoodbye(this.context, returning);
  }

  /** A node that a lookup found dead leaves the finger table; the successor list is stabilisation's own. */
  private reportDead(node: NodeRef): void {
    this.state.fingers.remove(node);
    if (node.id === this.state.successor.id) this.inBackground(this.stabiliser.round());
  }

  private forget(node: NodeRef): void {
    this.state.fingers.remove(node);
    this.lostPeers.add(node);
  }

  private becomeAlone(): void {
    const { predecessor } = this.state;
    if (predecessor) this.lostPeers.add(predecessor);
    for (const entry of this.fingers()) this.lostPeers.add(entry.node);
    this.state.fingers.clear();
    this.state.predecessor = null;
    this.state.membership = 'alone';
    this.inBackground(this.probe.round());
  }

  /** After the process was stopped or starved nothing that it knows is sure: look at the ring at once. */
  private wakeUp(gapMs: number): void {
    this.events.emit({ type: 'woke-up', gapMs });
    this.inBackground(this.stabiliser.round());
  }

  private inBackground(task: Promise<unknown>): void {
    task.catch((error: unknown) => this.note(error));
  }

  /** Failures of peers are everyday and are events already; anything else is a defect. */
  private note(error: unknown): void {
    if (!(error instanceof Error) || codeOf(error) === 'INTERNAL') this.onFault(error);
  }
}
