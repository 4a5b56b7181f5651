// One member of a Chord ring: it owns an arc of ids and finds the owner of any other. Values are the business of the
// layers above.
import { admit, registerChordHandlers } from './chord-handlers';
import type { ChordNodeOptions } from './chord-node-options';
import { Emitter, type Membership, type RingEvent } from './base/events';
import type { Id } from './id/between';
import type { IdSpace } from './id/id-space';
import { IterativeLookup, type LookupOptions } from './lookup/iterative-lookup';
import type { LookupResult } from './lookup/lookup-result';
import { closestPreceding } from './lookup/next-hop';
import { lookupRecursively } from './lookup/recursive-lookup';
import { Entry } from './maintenance/entry';
import { Names } from './maintenance/names';
import { Maintenance } from './maintenance/maintenance';
import type { MemberContext } from './context/member-context';
import { walkMembers, type MemberWalk } from './members/walk';
import type { JoinReport } from './merge/unite';
import { ChordReader, type ChordMessages, type Identity } from './messages/chord-messages';
import { Dispatcher, type OnFault } from './messages/dispatcher';
import type { RingParameters } from './ports/envelope';
import { Peers } from './messages/peers';
import { RoundTrips } from './messages/round-trips';
import { DEFAULT_PARAMETERS, type ChordParameters } from './base/parameters';
import type { Clock } from './ports/clock';
import type { Hasher } from './ports/hasher';
import type { Random } from './ports/random';
import type { FingerEntry } from './ring/finger-table';
import { type Address, NO_ADDRESS, type NodeRef, nodeRefOf } from './id/node-ref';
import { hostOf } from './ring/positions';
import { RingState, type AdoptedPointers } from './ring/ring-state';

export interface UniteOptions {
  readonly timeoutMs?: number;
  /** Of two nodes that are alone, this one joins the other instead of inviting it. */
  readonly yields?: boolean;
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
  /** Calls to other members, for this layer and the ones above. */
  readonly peers: Peers;
  /** Answers to other members; layers above add their messages. */
  readonly dispatcher: Dispatcher;
  /** Reports a defect to the host; for the layers above. */
  readonly reportFault: OnFault;

  private readonly state: RingState;
  private readonly context: MemberContext;
  private readonly maintenance: Maintenance;
  private readonly entry: Entry;
  private lookups = 0;

  constructor(options: ChordNodeOptions) {
    const { space, hasher, transport, clock, random } = options;
    const onFault: OnFault = options.onFault ?? ((): undefined => undefined);
    this.reportFault = onFault;
    this.space = space;
    this.hasher = hasher;
    this.clock = clock;
    this.random = random;
    this.parameters = { ...DEFAULT_PARAMETERS, ...options.parameters };
    this.self = nodeRefOf(options.self, space, hasher);
    this.events = new Emitter<RingEvent>(onFault);
    this.state = new RingState(this.self, space, this.events);

    const ring: RingParameters = Object.freeze({ bits: space.bits, hash: hasher.name });
    const { callTimeoutMs, callTimeoutMsMin } = this.parameters;
    const roundTrips = new RoundTrips(callTimeoutMsMin, callTimeoutMs);
    this.peers = new Peers({
      self: this.self,
      nodeOf: (address) => nodeRefOf(address, space, hasher),
      ring,
      transport,
      clock,
      roundTrips,
      events: this.events,
      onFault,
    });
    this.context = {
      self: this.self,
      instance: options.instance,
      settings: options.settings,
      space,
      parameters: this.parameters,
      clock,
      random,
      events: this.events,
      state: this.state,
      read: new ChordReader(space),
      call: this.peers.caller<ChordMessages>(),
    };
    this.maintenance = new Maintenance(this.context, options.remembered ?? [], onFault);
    const names = new Names(this.context, this.peers);
    this.entry = new Entry(this.context, names, this.maintenance);
    const answers = (type: string): void => admit(this.context, type);
    this.dispatcher = new Dispatcher({
      self: this.self,
      ring,
      space,
      hasher,
      admit: answers,
      onFault,
    });
    registerChordHandlers(this.dispatcher, this.context, this.maintenance, this.entry);
    transport.serve(this.dispatcher.dispatch);
    transport.frames?.serve(this.dispatcher.dispatchFrame);
  }

  get membership(): Membership {
    return this.state.membership;
  }

  /**
   * True when another node may have joined this one while it was alone. The reply may have been lost, so this node's
   * own pointers are no proof.
   */
  get wasAskedAlone(): boolean {
    return this.state.wasAskedAlone;
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
    return this.space.idOf(key, this.hasher);
  }

  /** True when this node's pointers make it the owner of an id. */
  owns(id: Id): boolean {
    return this.state.owns(id);
  }

  /**
   * The entry of fingers and successor list that most closely precedes `target`; this node when
   * there is none (ToN 2003, figure 5).
   */
  closestPrecedingNode(target: Id): NodeRef {
    const step = closestPreceding(this.state, target, new Set());
    return step?.kind === 'next' ? step.node : this.self;
  }

  /**
   * Treats the node at `address` as a candidate for this node's predecessor; it has to answer there.
   * @returns whether it became the predecessor
   * @throws ChordError when it does not answer, or is no member of a ring with the same parameters
   */
  notifiedBy(address: Address): Promise<boolean> {
    return this.entry.notifiedBy(address);
  }

  /** Begins as a ring of one: answers calls and maintains its pointers from now on. */
  start(): void {
    this.state.membership = 'alone';
    this.maintenance.start({
      identify: this.entry.names.identify,
      join: (via) => this.entry.join(via, this.parameters.operationTimeoutMs),
      meet: this.entry.meet,
    });
  }

  /**
   * Becomes a member with these pointers instead of by joining; no peer is asked to confirm them. For a host that makes
   * a whole ring at once, as a simulation does. Maintenance needs `start` before.
   */
  adoptPointers(pointers: AdoptedPointers): void {
    this.state.successors = pointers.successors;
    this.state.predecessor = pointers.predecessor;
    this.state.fingers.adopt(pointers.fingers);
    this.state.membership = 'member';
  }

  /**
   * Becomes a member of the ring of the first address that lets it in.
   * @throws ChordError with the reason of the last attempt when the time is over
   */
  joinVia(addresses: readonly Address[], options: { timeoutMs?: number } = {}): Promise<void> {
    return this.entry.joinVia(addresses, options.timeoutMs ?? this.parameters.uniteTimeoutMs);
  }

  /** Probes these addresses, as lost peers, until each has been seen in this ring; a ring that one is in merges. */
  seek(addresses: readonly Address[]): void {
    for (const address of addresses) this.maintenance.lostPeers.add({ address });
  }

  /**
   * Brings this node and all of `addresses` into one ring, whatever rings they are in now.
   * @throws ChordError `JOIN_FAILED`; its detail is a JoinReport that says which peer failed and why
   */
  unite(
    addresses: readonly Address[],
    { timeoutMs = this.parameters.uniteTimeoutMs, yields = false }: UniteOptions = {},
  ): Promise<JoinReport> {
    return this.entry.unite(addresses, timeoutMs, yields);
  }

  /**
   * Asks the node at an address for its identity.
   * @throws ChordError when it does not answer, or has other settings
   */
  identify(address: Address, timeoutMs?: number): Promise<Identity> {
    return this.entry.names.identify(address, timeoutMs);
  }

  /**
   * Returns the addresses that do not lead to this process. An address that does not answer counts as another process.
   */
  othersAmong(addresses: readonly Address[]): Promise<Address[]> {
    return this.entry.othersAmong(addresses);
  }

  /** @throws ChordError `INCOMPATIBLE` when another process answers under the name of this one */
  requireOwnName(): Promise<void> {
    return this.entry.names.requireOwn();
  }

  /** Announces in every answer that this node is about to leave; it goes on routing until it does. */
  prepareToLeave(): void {
    if (this.state.membership === 'member') this.state.membership = 'leaving';
  }

  /** Leaves for good: the neighbours close the gap, and this node answers no further message. */
  leave(): Promise<void> {
    return this.entry.depart(false);
  }

  /** Stops as a member that will return: the neighbours close the gap and probe for it. */
  goodbye(): Promise<void> {
    return this.entry.depart(true);
  }

  /** Ends maintenance without a message, as a crash would. Closing the transport is up to its creator. */
  stop(): void {
    this.maintenance.stop();
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
    if (options.mode === 'recursive') {
      return lookupRecursively(this.context, target, options, this.maintenance.reportDead);
    }
    this.lookups += 1;
    return new IterativeLookup(
      this.context,
      this.lookups,
      target,
      options,
      this.maintenance.reportDead,
    ).run();
  }

  /** Asks every member of the ring for its pointers; the report marks a member that does not answer. */
  members(options: { timeoutMs?: number } = {}): Promise<MemberWalk> {
    return walkMembers(this.context, options.timeoutMs ?? this.parameters.operationTimeoutMs);
  }

  /**
   * The addresses to contact after a restart: the first position of every other known or lost host, as that one starts
   * first.
   */
  rememberedPeers(): Address[] {
    const { successors, predecessor } = this.state;
    const fingers = this.fingers().map((entry) => entry.node);
    const known = [...successors, ...(predecessor ? [predecessor] : []), ...fingers];
    const addresses = [...known.map((node) => node.address), ...this.maintenance.lostPeers.all()];
    const hosts = new Set(addresses.map(hostOf));
    for (const none of [NO_ADDRESS, hostOf(this.self.address)]) hosts.delete(none);
    return [...hosts].slice(0, this.parameters.lostPeersMax);
  }
}
