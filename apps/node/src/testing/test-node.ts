// Starts whole nodes inside a test, with memory stores and free ports.
import { freeAddress } from '@chord-dht/transport/testing';
import { Test } from '@nestjs/testing';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { request as open, type IncomingHttpHeaders } from 'node:http';
import { AppModule } from '../app/app.module';
import { createApp, type NodeApp } from '../app/create-app';
import { configOf } from '../config/load-config';
import type { NodeConfig } from '../config/options';
import { createAdapter } from '../app/adapter';
import type { StopReason } from '../lifecycle/stop-requests';
import { SILENT, type Logger } from '../log/logger';

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  readonly text: string;
  json<T = Record<string, unknown>>(): T;
}

export interface Question {
  readonly body?: Buffer | string;
  readonly headers?: Record<string, string>;
}

export interface TestNode {
  readonly app: NodeApp;
  readonly address: string;
  readonly port: number;
  readonly stopRequests: StopReason[];
  /** @param path sent as it is; nothing is encoded or normalised */
  ask(method: string, path: string, question?: Question): Promise<Answer>;
  get(path: string, headers?: Record<string, string>): Promise<Answer>;
  put(path: string, body: Buffer | string, headers?: Record<string, string>): Promise<Answer>;
  stop(): Promise<void>;
}

export interface TestNodeOptions {
  readonly config?: Partial<NodeConfig>;
  readonly log?: Logger;
  /** Providers to be replaced, by token. */
  readonly replace?: ReadonlyMap<symbol, unknown>;
  readonly dashboardFolders?: readonly string[];
}

/** Fast maintenance, so that tests need not wait for the default periods. */
const QUICK: Partial<NodeConfig> = {
  bind: ['127.0.0.1'],
  store: 'memory',
  stabilizeMs: 50,
  fixFingersMs: 20,
  // Tests and nodes share one event loop, and compilation blocks it.
  loopDelayMsMax: 60_000,
};

/** Every test file stops the nodes that it has started. */
const running = new Set<TestNode>();
afterAll(async () => {
  await Promise.all([...running].map((node) => node.stop()));
});

export async function startTestNode(options: TestNodeOptions = {}): Promise<TestNode> {
  const { replace, log = SILENT, dashboardFolders = [] } = options;
  const free = Number((await freeAddress()).split(':')[1]);
  const config = configOf({ ...QUICK, port: free, ...options.config });
  const app = await createApp({
    config,
    log,
    dashboardFolders,
    createNest: async (parts) => {
      const builder = Test.createTestingModule({ imports: [AppModule.of(parts)] });
      for (const [token, value] of replace ?? []) builder.overrideProvider(token).useValue(value);
      const module = await builder.compile();
      return module.createNestApplication<NestFastifyApplication>(createAdapter(config, parts), {
        bodyParser: false,
        logger: false,
      });
    },
  });
  const stopRequests: StopReason[] = [];
  app.onStopRequest((reason) => stopRequests.push(reason));
  const { self, port } = await app.start().catch(async (error: unknown) => {
    await app.stop();
    throw error;
  });
  const ask = (method: string, path: string, question?: Question): Promise<Answer> =>
    send(port, method, path, question);
  const node: TestNode = {
    app,
    address: self,
    port,
    stopRequests,
    ask,
    get: (path, headers = {}) => ask('GET', path, { headers }),
    put: (path, body, headers = {}) => ask('PUT', path, { body, headers }),
    stop: async () => {
      running.delete(node);
      await app.stop();
    },
  };
  running.add(node);
  return node;
}

/** `count` nodes in one ring. */
export async function startTestRing(
  count: number,
  options: TestNodeOptions = {},
): Promise<TestNode[]> {
  const nodes: TestNode[] = [];
  for (let index = 0; index < count; index += 1) nodes.push(await startTestNode(options));
  const [first, ...others] = nodes as [TestNode, ...TestNode[]];
  const addresses = others.map(({ address }) => address).join('\n');
  let joined = await first.put('/dht/join', addresses);
  // On a busy machine any node may stop for longer than a peer waits.
  while ([502, 503, 504].includes(joined.status)) joined = await first.put('/dht/join', addresses);
  if (joined.status !== 200) throw new Error(joined.text);
  return nodes;
}

/** Waits until each of them sees a ring in which every key has all its copies: only then may one of them stop. */
export async function untilHealthy(nodes: readonly TestNode[]): Promise<void> {
  for (const node of nodes)
    await until(async () => {
      const { health } = (await node.get('/api/v1/ring')).json<{ health?: { state: string } }>();
      return health?.state === 'healthy';
    });
}

const PATIENCE = Math.max(1, Number(process.env['CHORD_PATIENCE'] ?? 1));
/** A bound for hanging tests: longer than any deadline of a node. */
const TIMEOUT_MS = 120_000 * PATIENCE;

export function send(
  port: number,
  method: string,
  path: string,
  { body, headers = {} }: Question = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const call = open(
      {
        host: '127.0.0.1',
        port,
        method,
        path,
        agent: false,
        headers: { host: `localhost:${port}`, ...headers },
      },
      (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('error', reject);
        answer.on('end', () => {
          const whole = Buffer.concat(chunks);
          const text = whole.toString('utf8');
          resolve({
            status: answer.statusCode ?? 0,
            headers: answer.headers,
            body: whole,
            text,
            json: <T>() => JSON.parse(text) as T,
          });
        });
      },
    );
    call.setTimeout(TIMEOUT_MS, () =>
      call.destroy(new Error(`${method} ${path} was not answered`)),
    );
    call.on('error', reject);
    call.end(body);
  });
}

const UNTIL_MS = 120_000 * PATIENCE;

/** Waits for a state of a ring, polled at each turn of a short timer. */
export async function until(probe: () => Promise<boolean> | boolean): Promise<void> {
  const endMs = performance.now() + UNTIL_MS;
  while (!(await probe())) {
    if (performance.now() > endMs) throw new Error(`never came about: ${probe.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
