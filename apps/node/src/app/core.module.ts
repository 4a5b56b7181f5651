// The shared parts of the app: configuration, log, ports, and the lifecycle of the member.
import type { Clock } from '@chord-dht/chord';
import {
  CLOCK,
  DhtModule,
  memberOptionsOf,
  MEMBER_FAULTS,
  MEMBER_LOG,
  ServicePhase,
  TRANSPORT_FACTORY,
} from '@chord-dht/nest';
import { SystemClock } from '@chord-dht/transport';
import { Global, Module, type DynamicModule } from '@nestjs/common';
import type { IncomingMessage } from 'node:http';
import { AccessControl } from '../access/access-control';
import { Sessions } from '../access/sessions';
import { ClientDoor } from '../clients/client-door';
import { NODE_CONFIG } from '../config/config.token';
import type { NodeConfig } from '../config/options';
import { createTransportFactory } from '../dht/transport-factory';
import { BrowserGuard } from '../http/browser-guard';
import { Admission } from '../http/overload/admission';
import type { ClientLimits } from '../http/overload/client-limits';
import type { Deadlines } from '../http/deadlines';
import { RequestClock } from '../http/request-clock';
import { WatchedTls } from '../http/watched-tls';
import { RouteTable } from '../http/route-table';
import { Defects } from '../log/defects';
import { LOGGER, type Logger } from '../log/logger';
import { DASHBOARD_FILES, type DashboardFiles } from '../web/dashboard-files';
import { StopRequests } from '../lifecycle/stop-requests';

/** The parts that exist before the app, because the web server needs them. */
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
  readonly deadlines: Deadlines;
  /** The id of a request that is not traced. */
  readonly idOf: (request: IncomingMessage) => string;
  readonly admission: Admission;
  /** The limits of each client, for both protocols. */
  readonly limits: ClientLimits;
  /** The server for programs that use the binary protocol. */
  readonly door: ClientDoor;
  readonly dashboard: DashboardFiles;
}

@Global()
@Module({})
export class CoreModule {
  static of(parts: CoreParts): DynamicModule {
    const { config, log, defects, routes, guard, access, sessions } = parts;
    const { requests, admission, door, dashboard } = parts;
    const providers = [
      { provide: NODE_CONFIG, useValue: config },
      { provide: LOGGER, useValue: log },
      { provide: Defects, useValue: defects },
      { provide: RouteTable, useValue: routes },
      { provide: BrowserGuard, useValue: guard },
      { provide: AccessControl, useValue: access },
      { provide: Sessions, useValue: sessions },
      { provide: RequestClock, useValue: requests },
      { provide: Admission, useValue: admission },
      { provide: ClientDoor, useValue: door },
      { provide: DASHBOARD_FILES, useValue: dashboard },
      StopRequests,
    ];
    return { module: CoreModule, imports: [memberOf(parts)], providers, exports: providers };
  }
}

/** The member of the ring: its ports are those of a node, and `createApp` starts and stops it. */
function memberOf({ config, log, defects, guard, phase, tls }: CoreParts): DynamicModule {
  return DhtModule.forRoot({
    ...memberOptionsOf(config),
    followsApplication: false,
    providers: [
      { provide: ServicePhase, useValue: phase },
      { provide: MEMBER_LOG, useValue: log },
      { provide: MEMBER_FAULTS, useValue: defects },
      { provide: CLOCK, useFactory: () => new SystemClock(clockOffsetMs()) },
      {
        provide: TRANSPORT_FACTORY,
        useFactory: (clock: Clock) =>
          createTransportFactory(config, log, defects, guard, clock, tls),
        inject: [CLOCK],
      },
    ],
  });
}

/** Shifts the wall clock in tests of wrong clocks; impossible otherwise. */
function clockOffsetMs(): number {
  if (process.env['NODE_ENV'] !== 'test') return 0;
  return Number(process.env['CHORD_CLOCK_OFFSET_MS'] ?? 0) || 0;
}
