// Creates a node and starts it inside this process; `main.ts` owns the process itself.
import { IdSpace, nodeRefOf, type Address, type Hasher } from '@chord-dht/chord';
import {
  HASHER,
  Lifecycle,
  MemberHolder,
  ServicePhase,
  StartError,
  type StartErrorCode,
} from '@chord-dht/nest';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import type { Server } from 'node:http';
import type { Server as HttpsServer } from 'node:https';
import { ClientDoor } from '../clients/client-door';
import { EXIT, StartFault } from '../config/exit-codes';
import { withPort } from '../config/load-config';
import { addressOf, advertisedOf } from '../config/own-address';
import type { NodeConfig } from '../config/options';
import { KeysController } from '../db/keys.controller';
import { createAdapter } from './adapter';
import { BrowserGuard } from '../http/browser-guard';
import { Deadlines } from '../http/deadlines';
import { freePort, listenOn, type Listening } from '../http/listen';
import { Admission } from '../http/overload/admission';
import { ClientLimits } from '../http/overload/client-limits';
import { EventLoopDelay } from '../http/overload/event-loop-delay';
import { ProblemFilter, type AnswerPerson } from '../http/problem.filter';
import { endQueuedAnswers } from '../http/queued-answers';
import { RequestClock } from '../http/request-clock';
import { requestIds } from '../http/request-id';
import { RouteTable } from '../http/route-table';
import { StopRequests, type StopReason } from '../lifecycle/stop-requests';
import { Defects } from '../log/defects';
import type { Logger } from '../log/logger';
import { MetricsService } from '../ops/metrics.service';
import { Readiness } from '../ops/readiness';
import { Shortcut } from '../shortcut/shortcut';
import { findTracer } from '../tracing/tracer';
import { serveDocs } from '../openapi/serve-docs';
import { DashboardFiles } from '../web/dashboard-files';
import { isForPerson, sendPage } from '../web/send-page';
import { serveFiles } from '../web/serve-files';
import { AppModule } from './app.module';
import type { CoreParts } from './core.module';
import { safeguardsOf, type Safeguards } from './safeguards';
import { nestLogger } from './nest-logger';

export interface NodeApp {
  readonly nest: NestFastifyApplication;
  /**
   * Listens, returns into its ring, and resolves when the node serves.
   * @throws StartFault for a failure that an operator can correct
   */
  start(): Promise<Started>;
  /** Calls `listener` after a request has asked for the end and has been answered. */
  onStopRequest(listener: (reason: StopReason) => void): void;
  /** Stops serving, notifies the neighbours, closes everything; also during the start. */
  stop(): Promise<void>;
}

export interface Started {
  /** The node's own name, `host:port`. */
  readonly self: Address;
  readonly port: number;
  readonly dataDir: string;
  readonly listensOn: readonly string[];
  /** True when it serves some of its keys. */
  readonly isReady: boolean;
  /** The reasons why it does not serve in full. */
  readonly lacks: readonly string[];
}

export interface CreateOptions {
  readonly config: NodeConfig;
  readonly log: Logger;
  /** The folders in which a build of the dashboard is searched for. */
  readonly dashboardFolders?: readonly string[];
  /** Creates the Nest app; tests replace its providers with it. */
  readonly createNest?: (parts: CoreParts) => Promise<NestFastifyApplication>;
}

/** The page for an unknown address, where there is a dashboard to show it. */
function missingPage(dashboard: DashboardFiles): AnswerPerson {
  return (request, reply) => {
    if (dashboard.root === undefined || !isForPerson(request)) return false;
    sendPage(reply, dashboard, 404);
    return true;
  };
}

/** Creates a node that neither listens nor has opened its data. */
export async function createApp(options: CreateOptions): Promise<NodeApp> {
  const { log, createNest = createNestApp } = options;
  const given = options.config;
  const config = given.port === 0 ? withPort(given, await freePort(given.bind[0])) : given;
  const safeguards = safeguardsOf(config, log);
  const dashboard = new DashboardFiles(options.dashboardFolders ?? [], config.basePath ?? '');
  const loop = new EventLoopDelay();
  const parts = partsOf(config, log, { safeguards, loop, dashboard });
  const { tls } = safeguards;
  const nest = await createNest(parts);
  serveDocs(nest, config.basePath ?? '');
  if (dashboard.root !== undefined) {
    serveFiles(nest.getHttpAdapter().getInstance(), dashboard.root);
  }
  nest.useGlobalFilters(
    new ProblemFilter(log, parts.defects, parts.routes, missingPage(dashboard)),
  );
  const fastify: FastifyInstance = nest.getHttpAdapter().getInstance();
  const server = nest.getHttpServer();
  tls?.serve(server as unknown as HttpsServer);
  const metrics = nest.get(MetricsService);
  loop.onTick((delayMs) => metrics.loopWasLate(delayMs));
  const lifecycle = nest.get(Lifecycle);
  const { port } = config;
  const self = addressOf(config);
  lifecycle.prepare(self, { server, fastify });
  openDoor(nest, parts, self);
  await nest.init();
  await fastify.ready();
  openShortcut(nest, parts);
  endQueuedAnswers(server);
  let listening: Listening | undefined;
  return {
    nest,
    onStopRequest: (listener) => nest.get(StopRequests).onRequest(listener),
    async start() {
      listening = await listenOn(server, config.bind, port);
      await lifecycle.start().catch(explainStart);
      loop.start();
      const isStopping = (): boolean => parts.phase.phase !== 'serving';
      const { isReady, reasons } = await nest.get(Readiness).settled(isStopping);
      const lacks = reasons.map(({ message }) => message);
      const { dataDir } = config;
      return { self, port, dataDir, listensOn: listening.addresses, isReady, lacks };
    },
    async stop() {
      listening?.close();
      loop.stop();
      safeguards.close();
      await lifecycle.stop();
      await parts.door.close();
      listening?.cut();
      await nest.close();
    },
  };
}

/** The parts that exist before the app, because the web server needs them. */
function partsOf(
  config: NodeConfig,
  log: Logger,
  {
    safeguards,
    loop,
    dashboard,
  }: { safeguards: Safeguards; loop: EventLoopDelay; dashboard: DashboardFiles },
): CoreParts {
  const { access, sessions, tls } = safeguards;
  const guard = new BrowserGuard(
    [config.host, advertisedOf(config).host, ...config.allowHost],
    config.allowOrigin,
  );
  const shared = {
    ...{ config, log, guard, access },
    defects: new Defects(log),
    phase: new ServicePhase(),
    admission: new Admission(config, loop),
    limits: new ClientLimits({
      perSecond: config.clientRate,
      underWayMax: config.clientRequestsMax,
    }),
  };
  return {
    ...shared,
    ...{ tls, sessions, dashboard },
    routes: new RouteTable(),
    requests: new RequestClock(),
    deadlines: new Deadlines(config.handlerDeadlineMs),
    idOf: requestIds(),
    door: new ClientDoor(shared),
  };
}

/** Opens the server for programs that use the binary protocol. */
function openDoor(nest: NestFastifyApplication, { config, door }: CoreParts, self: Address): void {
  const hasher = nest.get<Hasher>(HASHER);
  const space = new IdSpace(config.bits);
  door.open({
    ...{ web: nest.getHttpServer() as Server, holder: nest.get(MemberHolder) },
    self: nodeRefOf(self, space, hasher),
    ring: { bits: space.bits, hash: hasher.name },
  });
}

/** Opens the shortcut, except where requests are traced: the spans belong to the hooks of the long way. */
function openShortcut(nest: NestFastifyApplication, parts: CoreParts): void {
  if (findTracer()) return;
  new Shortcut({ ...parts, keys: nest.get(KeysController, { strict: false }) }).open(
    nest.getHttpServer() as Server,
  );
}

const EXIT_CODES: Record<StartErrorCode, number> = {
  CONFIGURATION: EXIT.configuration,
  DATA_LOCKED: EXIT.dataLocked,
  DATA_UNUSABLE: EXIT.dataUnusable,
};

/** @throws StartFault for a failure that an operator can correct */
function explainStart(error: unknown): never {
  if (error instanceof StartError) throw new StartFault(error.message, EXIT_CODES[error.code]);
  throw error;
}

export function createNestApp(parts: CoreParts): Promise<NestFastifyApplication> {
  return NestFactory.create<NestFastifyApplication>(
    AppModule.of(parts),
    createAdapter(parts.config, parts),
    { bodyParser: false, abortOnError: false, logger: nestLogger(parts.log) },
  );
}
