// The life cycle of this process as a member: start, return into its ring, serve, leave or stop.
import {
  IdSpace,
  nodeRefOf,
  positionsOf,
  SharedEndpoint,
  type Address,
  type ChordNode,
  type Clock,
  type Hasher,
  type NodeRef,
  type Random,
} from '@chord-dht/chord';
import { Inject, Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { isLoopback } from '@chord-dht/transport';
import { MemberError, StartError } from '../base/errors';
import { MemberHolder } from '../member/member';
import { ServicePhase } from '../member/phase';
import type { MemberOptions } from '../options/member-options';
import { MEMBER_OPTIONS } from '../options/module-options';
import type { MemberFaults, MemberLog } from '../ports/member-log';
import {
  CLOCK,
  HASHER,
  MEMBER_FAULTS,
  MEMBER_LOG,
  RANDOM,
  RECORD_STORE_FACTORY,
  RESOLVER,
  TRANSPORT_FACTORY,
  type RecordStoreFactory,
  type TransportContext,
  type TransportFactory,
} from '../ports/tokens';
import { Discovery, type Resolver } from './discovery';
import { FurtherPositions } from './further-positions';
import { MovedMembers } from './moved-members';
import { takeOwnName } from './own-move';
import { makePosition, startPosition, type Position } from './position';
import { WayIn } from './way-in';
import { isAloneWithItself, leaveOneByOne } from './way-out';

const DRAIN_PATIENCE_MS = 3_000;

@Injectable()
export class Lifecycle {
  private starting: Promise<void> | undefined;
  private onServing: () => void = () => undefined;
  private onRefused: (reason: unknown) => void = () => undefined;
  private readonly serving = new Promise<void>((resolve, reject) => {
    this.onServing = resolve;
    this.onRefused = reject;
  });
  private stopping: Promise<void> | undefined;
  private leaving = false;
  private further: FurtherPositions | undefined;
  private readonly space: IdSpace;
  private readonly positions: Position[] = [];
  private names: readonly NodeRef[] = [];
  private endpoint: SharedEndpoint | undefined;
  private readonly instance = randomUUID();

  constructor(
    @Inject(MEMBER_OPTIONS) private readonly config: MemberOptions,
    @Inject(MEMBER_LOG) private readonly log: MemberLog,
    @Inject(MEMBER_FAULTS) private readonly defects: MemberFaults,
    @Inject(ServicePhase) private readonly phase: ServicePhase,
    @Inject(MemberHolder) private readonly holder: MemberHolder,
    @Inject(HASHER) private readonly hasher: Hasher,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(RANDOM) private readonly random: Random,
    @Inject(TRANSPORT_FACTORY) private readonly createTransport: TransportFactory,
    @Inject(RECORD_STORE_FACTORY) private readonly openRecords: RecordStoreFactory,
    @Inject(RESOLVER) private readonly resolver: Resolver,
  ) {
    this.space = new IdSpace(config.bits);
    // An unhandled rejection otherwise: possibly no caller awaits it, and the caller of `start` gets the failure.
    this.serving.catch(() => undefined);
  }

  /** Records a start failure; callers of `whenServing` get it. */
  refuse(fault: StartError): Promise<void> {
    return this.startAs(() => Promise.reject(fault));
  }

  /**
   * Resolves when the member serves, whichever caller starts it.
   * @throws StartError as `start`; MemberError `NOT_READY` at once when it is stopped, before that or after
   */
  async whenServing(): Promise<void> {
    await this.serving;
    this.phase.assertServing();
  }

  /** Registers peers at the web server before its routes are final; their messages are not answered yet. */
  prepare(self: Address, web: Pick<TransportContext, 'server' | 'fastify'>): void {
    const { space, hasher } = this;
    this.names = positionsOf(self, this.config.virtualNodes).map((address) =>
      nodeRefOf(address, space, hasher),
    );
    const transport = this.createTransport({
      self: this.names[0] as NodeRef,
      ring: { bits: space.bits, hash: hasher.name },
      ...web,
    });
    this.endpoint = new SharedEndpoint(self, transport, this.clock);
  }

  /**
   * Becomes a member and resolves when the node serves.
   * @throws StartError when the data directory cannot be used or the ring refuses this node for good
   */
  start(): Promise<void> {
    return this.startAs(() => this.startOnce());
  }

  private startAs(start: () => Promise<void>): Promise<void> {
    this.starting ??= start();
    this.starting.then(this.onServing, this.onRefused);
    return this.starting;
  }

  private async startOnce(): Promise<void> {
    const { config, log, clock, names } = this;
    checkDistinct(names);
    const isStopping = (): boolean => this.stopping !== undefined || this.leaving;
    const discovery = new Discovery(config.discover, log, this.resolver);
    const wayIn = new WayIn(log, clock, discovery, isStopping, (sentence) => {
      this.phase.waitsFor = sentence;
    });
    const isKnown = (index: number): boolean => this.openRecords.isUsed?.(index) ?? false;
    const open = (index: number): Promise<Position> => this.open(index);
    this.further = new FurtherPositions({ names, open, isKnown, isStopping, log }, wayIn);
    const first = await this.open(0);
    startPosition(first);
    await warnOfName(first.chord, config, log);
    if (first.isApart) log.warn('stays-apart', { message: STAYS_APART });
    else {
      await wayIn.enter(first, config.join);
      wayIn.lookOut(first.chord);
    }
    await this.further.follow(first);
    if (this.stopping === undefined) this.phase.phase = 'serving';
  }

  private async open(index: number): Promise<Position> {
    const { endpoint, instance, config, log, defects, space, hasher, clock, random } = this;
    const name = this.names[index];
    if (!endpoint || !name) throw new Error('prepare() comes first');
    const records = await this.openRecords(index);
    const moved = new MovedMembers(config.moved);
    await moved.enter(records, space, hasher);
    const transport = endpoint.at(name);
    const movedFrom = await takeOwnName({ self: name, records, transport, space, hasher, log });
    const ports = { transport, space, hasher, clock, random };
    const logs = { log, defects };
    const { address } = name;
    const position = makePosition({
      ...{ address, instance, records, moved, movedFrom, config },
      ...logs,
      ...ports,
    });
    this.positions.push(position);
    this.holder.attach(position);
    return position;
  }

  /**
   * Hands the keys of all positions over and leaves the ring; afterwards the process has to stop.
   * @throws CodedError when the keys could not be handed over; the node serves on then
   */
  async leave(): Promise<number> {
    this.phase.assertServing();
    this.phase.phase = 'draining';
    this.leaving = true;
    try {
      await this.phase.idle(1, DRAIN_PATIENCE_MS);
      await this.further?.settled();
      const members = this.positions.filter(({ chord }) => chord.membership === 'member');
      if (members.every(({ chord }) => isAloneWithItself(chord))) return 0;
      const { ownKeys } = this.holder.figures();
      await leaveOneByOne(members, this.clock, this.config.leaveDeadlineMs);
      return ownKeys;
    } catch (error) {
      this.phase.phase = 'serving';
      throw error;
    } finally {
      this.leaving = false;
    }
  }

  /** Stops serving, notifies the neighbours, and closes everything; safe to call again. */
  stop(): Promise<void> {
    this.onRefused(new MemberError('NOT_READY', 'The node is stopping'));
    this.stopping ??= this.stopOnce();
    return this.stopping;
  }

  private async stopOnce(): Promise<void> {
    if (this.phase.phase === 'serving' && this.config.onStop === 'leave') {
      await this.leave().catch((error: unknown) => this.log.warn('leave-failed', { error }));
    }
    this.phase.phase = 'draining';
    await this.phase.idle(0, DRAIN_PATIENCE_MS);
    await this.further?.settled();
    const all = (end: (position: Position) => Promise<void>): Promise<unknown> =>
      Promise.all(this.positions.map(end));
    await all(async ({ chord, remembered }) => {
      if (chord.membership === 'left') return;
      await remembered.save(chord.rememberedPeers());
      await chord.goodbye();
    });
    await all(async ({ chord, store }) => {
      await store.stop();
      chord.stop();
    });
    await this.endpoint?.close();
    await all(({ records }) => records.close());
    this.phase.phase = 'stopped';
  }
}

const STAYS_APART =
  'The data folder is that of a member of another name, which shared its keys with others, or a copy of it. The node ' +
  'takes part in no ring, so that it stands in nobody’s way; /health/ready says which name it had, and what to do.';

/** The ring calls this node by its name: one that does not lead here would be noticed only when it is too late. */
async function warnOfName(
  chord: ChordNode,
  { bind }: MemberOptions,
  log: MemberLog,
): Promise<void> {
  const { address } = chord.self;
  const host = address.slice(0, address.lastIndexOf(':'));
  const open = bind.filter((address) => !isLoopback(address));
  if (open.length > 0 && isLoopback(host)) {
    log.warn('name-is-local', {
      name: chord.self.address,
      message:
        `This node listens on ${open.join(', ')} and calls itself ${host}, a name that leads every other ` +
        'machine to itself: they cannot make a ring with it. Start it with a --host, or an --advertise, by which they reach it.',
    });
  }
  await chord.requireOwnName().catch((error: Error) => {
    log.warn('name-leads-elsewhere', { name: chord.self.address, message: error.message });
  });
}

/** In a ring with few ids two positions of one process may have the same id. */
function checkDistinct(names: readonly NodeRef[]): void {
  const byId = new Map(names.map((name) => [name.id, name.address]));
  const twin = names.find(({ id, address }) => byId.get(id) !== address);
  if (!twin) return;
  throw new StartError(
    'CONFIGURATION',
    `The positions ${twin.address} and ${byId.get(twin.id)} have the same id; ` +
      'start with fewer --virtual-nodes, another --port or more --bits.',
  );
}
