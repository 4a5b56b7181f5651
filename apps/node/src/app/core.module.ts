// Knows what every part of the app shares: configuration, log, ports, and the life of the member.
import type { Clock } from '@chord-dht/chord';
import { Sha1Hasher, SystemClock, SystemRandom } from '@chord-dht/transport';
import { Global, Module, type DynamicModule } from '@nestjs/common';
import { AccessControl } from '../access/access-control';
import { Sessions } from '../access/sessions';
import { NODE_CONFIG } from '../config/config.token';
import type { NodeConfig } from '../config/options';
import { recordStoreFactory } from '../db/open-record-store';
import { MemberHolder } from '../dht/member';
import {
  CLOCK,
  HASHER,
  RANDOM,
  RECORD_STORE_FACTORY,
  TRANSPORT_FACTORY,
} from '../dht/ports/tokens';
import { createTransportFactory } from '../dht/transport-factory';
import { BrowserGuard } from '../http/browser-guard';
import { Admission } from '../http/overload/admission';
import { RequestClock } from '../http/request-clock';
import { WatchedTls } from '../http/watched-tls';
import { RouteTable } from '../http/route-table';
import { Defects } from '../log/defects';
import { LOGGER, type Logger } from '../log/logger';
import { RESOLVER, SYSTEM_RESOLVER } from '../lifecycle/discovery';
import { Lifecycle } from '../lifecycle/lifecycle';
import { ServicePhase } from '../lifecycle/phase';
import { DASHBOARD_FILES, type DashboardFiles } from '../web/dashboard-files';
import { StopRequests } from '../lifecycle/stop-requests';

/** What exists before the app, because the web server needs it. */
export interface CoreParts {
  readonly config: NodeConfig;
  readonly log: Logger;
  readonly defects: Defects;
  readonly routes: RouteTable;
  readonly guard: BrowserGuard;
  readonly access: AccessControl;
  /** `undefined`: the port speaks plain HTTP. */
  readonly tls: WatchedTls | undefined;
  readonly sessions: Sessions;
  readonly phase: ServicePhase;
  readonly requests: RequestClock;
  readonly admission: Admission;
  readonly dashboard: DashboardFiles;
}

@Global()
@Module({})
export class CoreModule {
  static of(parts: CoreParts): DynamicModule {
    const { config, log, defects, routes, guard, access, sessions } = parts;
    const { phase, requests, admission, dashboard, tls } = parts;
    const providers = [
      { provide: NODE_CONFIG, useValue: config },
      { provide: LOGGER, useValue: log },
      { provide: Defects, useValue: defects },
      { provide: RouteTable, useValue: routes },
      { provide: BrowserGuard, useValue: guard },
      { provide: AccessControl, useValue: access },
      { provide: Sessions, useValue: sessions },
      { provide: ServicePhase, useValue: phase },
      { provide: RequestClock, useValue: requests },
      { provide: Admission, useValue: admission },
      { provide: DASHBOARD_FILES, useValue: dashboard },
      { provide: WatchedTls, useValue: tls },
      { provide: HASHER, useClass: Sha1Hasher },
      { provide: CLOCK, useFactory: () => new SystemClock(clockOffsetMs()) },
      { provide: RANDOM, useClass: SystemRandom },
      {
        provide: TRANSPORT_FACTORY,
        useFactory: (clock: Clock) =>
          createTransportFactory(config, log, defects, guard, clock, tls),
        inject: [CLOCK],
      },
      {
        provide: RECORD_STORE_FACTORY,
        useFactory: recordStoreFactory,
        inject: [NODE_CONFIG, LOGGER],
      },
      { provide: RESOLVER, useValue: SYSTEM_RESOLVER },
      MemberHolder,
      StopRequests,
      Lifecycle,
    ];
    return { module: CoreModule, providers, exports: providers };
  }
}

/** Tests of wrong clocks shift the wall clock of a node; nobody else can. */
function clockOffsetMs(): number {
  if (process.env['NODE_ENV'] !== 'test') return 0;
  return Number(process.env['CHORD_CLOCK_OFFSET_MS'] ?? 0) || 0;
}
