// A member of a ring inside a Nest application: `DhtModule.forRoot({ port: 5000 })`.
import type { Clock, Hasher, Random } from '@chord-dht/chord';
import { Sha1Hasher, SystemClock, SystemRandom } from '@chord-dht/transport';
import {
  Inject,
  Module,
  type BeforeApplicationShutdown,
  type DynamicModule,
  type OnApplicationBootstrap,
  type OnModuleInit,
  type Provider,
} from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { StartError } from './base/errors';
import { ApplicationServer } from './lifecycle/application-server';
import { SYSTEM_RESOLVER } from './lifecycle/discovery';
import { Lifecycle } from './lifecycle/lifecycle';
import { MemberHolder } from './member/member';
import { ServicePhase } from './member/phase';
import { checkNames, checkOptions } from './options/check-options';
import { addressOf, DEFAULT_MEMBER_OPTIONS, type MemberOptions } from './options/member-options';
import {
  ConfigurableModuleClass,
  DHT_OPTIONS,
  FOLLOWS_APPLICATION,
  MEMBER_OPTIONS,
  type DhtOptions,
  type OPTIONS_TYPE,
} from './options/module-options';
import { LoggedFaults, NestMemberLog, type MemberFaults, type MemberLog } from './ports/member-log';
import {
  CLOCK,
  HASHER,
  MEMBER_FAULTS,
  MEMBER_LOG,
  RANDOM,
  RECORD_STORE_FACTORY,
  RESOLVER,
  TRANSPORT_FACTORY,
} from './ports/tokens';
import { recordStoresOf } from './records/open-records';
import { RingService } from './services/ring.service';
import { transportOf } from './transport/default-transport';

/** Each of them is overridden by a provider of the same token in the options of the module. */
const PORTS: Provider[] = [
  { provide: HASHER, useFactory: (): Hasher => new Sha1Hasher() },
  { provide: CLOCK, useFactory: (): Clock => new SystemClock() },
  { provide: RANDOM, useFactory: (): Random => new SystemRandom() },
  { provide: RESOLVER, useValue: SYSTEM_RESOLVER },
  { provide: MEMBER_LOG, useFactory: (): MemberLog => new NestMemberLog() },
  {
    provide: MEMBER_FAULTS,
    useFactory: (log: MemberLog): MemberFaults => new LoggedFaults(log),
    inject: [MEMBER_LOG],
  },
  {
    provide: TRANSPORT_FACTORY,
    useFactory: (
      options: MemberOptions,
      { peerSecret }: DhtOptions,
      log: MemberLog,
      faults: MemberFaults,
    ) => transportOf({ ...options, peerSecret }, log, faults),
    inject: [MEMBER_OPTIONS, DHT_OPTIONS, MEMBER_LOG, MEMBER_FAULTS],
  },
  {
    provide: RECORD_STORE_FACTORY,
    useFactory: (options: MemberOptions, log: MemberLog) =>
      recordStoresOf(options, log, (error) => failStop(error, log)),
    inject: [MEMBER_OPTIONS, MEMBER_LOG],
  },
];

const PARTS: Provider[] = [
  {
    provide: MEMBER_OPTIONS,
    useFactory: withDefaults,
    inject: [DHT_OPTIONS],
  },
  MemberHolder,
  ServicePhase,
  Lifecycle,
  ApplicationServer,
  RingService,
];

/** @throws StartError `CONFIGURATION` */
function withDefaults(options: DhtOptions): MemberOptions {
  const { peerSecret: _, ...rest } = options;
  checkNames(Object.keys(rest));
  const given = Object.entries(rest).filter(([, value]) => value !== undefined);
  const all: MemberOptions = { ...DEFAULT_MEMBER_OPTIONS, ...Object.fromEntries(given) };
  checkOptions(all);
  return all;
}

@Module({
  providers: [...PORTS, ...PARTS],
  exports: [
    ...[HASHER, CLOCK, RANDOM, MEMBER_LOG, MEMBER_FAULTS, MEMBER_OPTIONS],
    ...[TRANSPORT_FACTORY, RECORD_STORE_FACTORY],
    ...[MemberHolder, ServicePhase, Lifecycle, RingService],
  ],
})
export class DhtModule
  extends ConfigurableModuleClass
  implements OnModuleInit, OnApplicationBootstrap, BeforeApplicationShutdown
{
  constructor(
    @Inject(MEMBER_OPTIONS) private readonly options: MemberOptions,
    @Inject(MEMBER_LOG) private readonly log: MemberLog,
    @Inject(FOLLOWS_APPLICATION) private readonly follows: boolean,
    @Inject(Lifecycle) private readonly lifecycle: Lifecycle,
    @Inject(ApplicationServer) private readonly web: ApplicationServer,
    @Inject(HttpAdapterHost) private readonly host: HttpAdapterHost,
  ) {
    super();
  }

  /** @throws StartError `CONFIGURATION` without options, which plain JavaScript may forget */
  static override forRoot(options: typeof OPTIONS_TYPE): DynamicModule {
    if (typeof options === 'object' && (options as unknown) !== null) return super.forRoot(options);
    throw new StartError(
      'CONFIGURATION',
      'DhtModule.forRoot needs an object of options, at least an empty one: DhtModule.forRoot({ port: 5000 })',
    );
  }

  /** Peers have to be registered before the routes of the server are final. */
  onModuleInit(): void {
    if (!this.follows) return;
    this.lifecycle.prepare(addressOf(this.options), this.web.find(this.host));
  }

  /** Joins as soon as the application listens: other members have to reach it. */
  onApplicationBootstrap(): void {
    if (!this.follows) return;
    this.web.onListening(this.options.port, (fault) => {
      const started = fault ? this.lifecycle.refuse(fault) : this.lifecycle.start();
      started.catch((error: unknown) => this.log.error('start-failed', { error }));
    });
  }

  /** Runs while the server still serves: other members take over what this one hands over. */
  async beforeApplicationShutdown(): Promise<void> {
    if (!this.follows) return;
    this.web.hearNoMore();
    await this.lifecycle.stop();
    await this.web.close();
  }
}

/** After a failed commit no answer of the engine is reliable; the process ends and its data is as it was. */
function failStop(error: unknown, log: MemberLog): void {
  log.error('commit-failed', { error });
  setImmediate(() => {
    throw error;
  });
}
