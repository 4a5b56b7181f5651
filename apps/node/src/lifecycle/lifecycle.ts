// Knows the life of this process as a member: start, come back into its ring, serve, leave or stop.
import {
  ChordNode,
  codeOf,
  IdSpace,
  nodeRefOf,
  type Address,
  type Clock,
  type Hasher,
  type Random,
  type Transport,
} from '@chord-dht/chord';
import { StoreNode } from '@chord-dht/store';
import { Inject, Injectable } from '@nestjs/common';
import { NODE_CONFIG } from '../config/config.token';
import { EXIT, StartFault } from '../config/exit-codes';
import type { NodeConfig } from '../config/options';
import { MemberHolder, type Member } from '../dht/member';
import {
  CLOCK,
  HASHER,
  RANDOM,
  RECORD_STORE_FACTORY,
  TRANSPORT_FACTORY,
  type RecordStoreFactory,
  type TransportContext,
  type TransportFactory,
} from '../dht/ports/tokens';
import { LOGGER, type Logger } from '../log/logger';
import { parametersOf, storeParametersOf } from './parameters';
import { ServicePhase } from './phase';
import { RememberedPeers } from './remembered-peers';

const DRAIN_PATIENCE_MS = 3_000;
/** How long a restarted member looks for its ring before it serves alone and looks on in the background. */
const REJOIN_PATIENCE_MS = 3_000;
const JOIN_ATTEMPT_MS = 5_000;
const JOIN_PAUSE_MS = 1_000;

@Injectable()
export class Lifecycle {
  private stopping: Promise<void> | undefined;
  private remembered: RememberedPeers | undefined;
  private readonly space: IdSpace;
  private self: Address | undefined;
  private transport: Transport | undefined;

  constructor(
    @Inject(NODE_CONFIG) private readonly config: NodeConfig,
    @Inject(LOGGER) private readonly log: Logger,
    @Inject(ServicePhase) private readonly phase: ServicePhase,
    @Inject(MemberHolder) private readonly holder: MemberHolder,
    @Inject(HASHER) private readonly hasher: Hasher,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(RANDOM) private readonly random: Random,
    @Inject(TRANSPORT_FACTORY) private readonly createTransport: TransportFactory,
    @Inject(RECORD_STORE_FACTORY) private readonly openRecords: RecordStoreFactory,
  ) {
    this.space = new IdSpace(config.bits);
  }

  /** Lets peers in through the web server, before its routes are final; nobody answers them yet. */
  prepare(self: Address, web: Pick<TransportContext, 'server' | 'fastify'>): void {
    this.self = self;
    this.transport = this.createTransport({
      self: nodeRefOf(self, this.space, this.hasher),
      ring: { bits: this.space.bits, hash: this.hasher.name },
      ...web,
    });
  }

  /**
   * Becomes a member and resolves when the node serves.
   * @throws StartFault when the data directory cannot be used or the ring refuses this node for good
   */
  async start(): Promise<void> {
    const { self, transport, space } = this;
    if (self === undefined || transport === undefined) throw new Error('prepare() comes first');
    const records = await this.openRecords();
    const remembered = new RememberedPeers(records, this.log);
    this.remembered = remembered;
    const peers = remembered.load();
    const onFault = (error: unknown): void => this.log.error('defect', { error });
    const chord = new ChordNode({
      self,
      space,
      hasher: this.hasher,
      transport,
      clock: this.clock,
      random: this.random,
      parameters: parametersOf(this.config),
      remembered: peers,
      onFault,
    });
    const store = new StoreNode({ chord, records, parameters: storeParametersOf(this.config) });
    const member: Member = { chord, store, records, transport, startedAtMs: this.clock.nowMs() };
    this.holder.attach(member);
    chord.start();
    store.start();
    remembered.follow(chord);
    await this.enterRing(chord, peers);
    if (this.stopping === undefined) this.phase.phase = 'serving';
  }

  /**
   * Hands the keys over and leaves the ring; afterwards the process has to stop.
   * @throws CodedError when the keys could not be handed over; the node serves on then
   */
  async leave(): Promise<number> {
    const { chord, store } = this.holder.current;
    this.phase.assertServing();
    this.phase.phase = 'draining';
    try {
      await this.phase.idle(1, DRAIN_PATIENCE_MS);
      if (chord.membership !== 'member') return 0;
      const { ownKeys } = store.figures();
      await store.handOff({ timeoutMs: this.config.leaveDeadlineMs });
      await chord.leave();
      await this.remembered?.forget();
      return ownKeys;
    } catch (error) {
      this.phase.phase = 'serving';
      throw error;
    }
  }

  /** Stops serving, tells the neighbours, and closes everything; safe to call again. */
  stop(): Promise<void> {
    this.stopping ??= this.stopOnce();
    return this.stopping;
  }

  private async stopOnce(): Promise<void> {
    if (this.phase.phase === 'serving' && this.config.onStop === 'leave') {
      await this.leave().catch((error: unknown) => this.log.warn('leave-failed', { error }));
    }
    this.phase.phase = 'draining';
    await this.phase.idle(0, DRAIN_PATIENCE_MS);
    const member = this.holder.optional;
    if (member) {
      const { chord, store, records } = member;
      if (chord.membership !== 'left') {
        await this.remembered?.save(chord.rememberedPeers());
        await chord.goodbye();
      }
      await store.stop();
      chord.stop();
      await this.transport?.close();
      await records.close();
    } else {
      await this.transport?.close();
    }
    this.phase.phase = 'stopped';
  }

  /** --join decides; without it a restarted member goes back to where it was. */
  private async enterRing(chord: ChordNode, remembered: readonly Address[]): Promise<void> {
    if (this.config.join.length > 0) {
      await this.joinUntilDone(chord, [...new Set([...this.config.join, ...remembered])]);
    } else if (remembered.length > 0) {
      try {
        await chord.joinVia(remembered, { timeoutMs: REJOIN_PATIENCE_MS });
      } catch (error) {
        this.refuseForGood(error);
        this.log.warn('ring-not-found', {
          code: codeOf(error),
          doing: 'serving alone and looking on',
          remembered: remembered.length,
        });
      }
    }
  }

  private async joinUntilDone(chord: ChordNode, peers: readonly Address[]): Promise<void> {
    while (this.stopping === undefined && chord.membership !== 'member') {
      try {
        await chord.joinVia(peers, { timeoutMs: JOIN_ATTEMPT_MS });
      } catch (error) {
        if (codeOf(error) === 'NOT_ALONE') return; // Another member was faster and took this node in.
        this.refuseForGood(error);
        this.log.warn('join-failed', {
          code: codeOf(error),
          message: (error as Error).message,
          doing: 'trying again',
        });
        await new Promise((resolve) => this.clock.after(JOIN_PAUSE_MS, () => resolve(undefined)));
      }
    }
  }

  private refuseForGood(error: unknown): void {
    if (codeOf(error) !== 'INCOMPATIBLE') return;
    throw new StartFault(
      `The ring does not take this node: ${(error as Error).message}`,
      EXIT.configuration,
    );
  }
}
