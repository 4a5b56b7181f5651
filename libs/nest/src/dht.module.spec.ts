import { MemoryRecordStore } from '@chord-dht/store';
import { Sha1Hasher } from '@chord-dht/transport';
import { freeAddress } from '@chord-dht/transport/testing';
import { Controller, Get, Inject, Injectable, Module, Param, Put, Query } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Provider, Type } from '@nestjs/common';
import {
  DbModule,
  DbService,
  DhtModule,
  HASHER,
  MEMBER_LOG,
  MemberHolder,
  RECORD_STORE_FACTORY,
  RingService,
  type DhtOptions,
} from './index';

const QUICK: Partial<DhtOptions> = { store: 'memory', stabilizeMs: 50, fixFingersMs: 20 };
const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

/** The use of the ring in a third party's application. */
@Injectable()
class Greetings {
  constructor(@Inject(DbService) private readonly db: DbService) {}

  async set(name: string, words: string): Promise<void> {
    await this.db.put(`greetings/${name}`, new TextEncoder().encode(words), {});
  }

  async of(name: string): Promise<string> {
    const found = await this.db.get(`greetings/${name}`, {});
    return found.found ? text(found.value) : 'nothing';
  }
}

@Controller('greetings')
class GreetingsController {
  constructor(@Inject(Greetings) private readonly greetings: Greetings) {}

  @Put(':name')
  set(@Param('name') name: string, @Query('words') words: string): Promise<void> {
    return this.greetings.set(name, words);
  }

  @Get(':name')
  of(@Param('name') name: string): Promise<string> {
    return this.greetings.of(name);
  }
}

@Module({ imports: [DbModule], providers: [Greetings], controllers: [GreetingsController] })
class GreetingsModule {}

const silent = { info: jest.fn(), warn: jest.fn(), error: jest.fn() };
const SILENT: Provider = { provide: MEMBER_LOG, useValue: silent };

function appOf(dht: ReturnType<typeof DhtModule.forRoot>): Type<unknown> {
  @Module({ imports: [dht, GreetingsModule] })
  class SomebodysModule {}
  return SomebodysModule;
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 20));
}

const portOf = (address: string): number => Number(address.split(':')[1]);
const freePort = async (): Promise<number> => portOf(await freeAddress());

describe('DhtModule in the application of a third party', () => {
  const apps: { close(): Promise<void> }[] = [];
  afterEach(async () => {
    await Promise.all(apps.splice(0).map((app) => app.close()));
    jest.clearAllMocks();
  });

  async function start(
    port: number,
    options: DhtOptions = {},
    providers: readonly Provider[] = [],
    listenAt = port,
  ): Promise<NestFastifyApplication> {
    const dht = DhtModule.forRoot({
      ...{ ...QUICK, port, ...options },
      providers: [SILENT, ...providers],
    });
    const app = await NestFactory.create<NestFastifyApplication>(
      appOf(dht),
      new FastifyAdapter({ forceCloseConnections: true }),
      { logger: false, abortOnError: false },
    );
    apps.push(app);
    await app.listen(listenAt, '127.0.0.1');
    return app;
  }

  /** An application without a web server. */
  async function contextOf(port: number, options: DhtOptions = {}) {
    const dht = DhtModule.forRoot({ ...QUICK, port, ...options, providers: [SILENT] });
    const app = await NestFactory.createApplicationContext(appOf(dht), {
      ...{ logger: false, abortOnError: false },
    });
    apps.push(app);
    return { app, db: app.get(DbService, { strict: false }) };
  }

  const ready = (app: NestFastifyApplication): Promise<void> => app.get(RingService).ready();
  const ask = async (app: NestFastifyApplication, method: 'GET' | 'PUT', url: string) => {
    const { statusCode, payload } = await app.inject({ method, url });
    return { statusCode, payload };
  };

  it.each(['mux', 'http'] as const)('makes a ring of three over %s', async (transport) => {
    const ports = [await freePort(), await freePort(), await freePort()] as const;
    const first = await start(ports[0], { transport });
    await ready(first);
    const join = [`localhost:${ports[0]}`];
    const others = [
      await start(ports[1], { transport, join }),
      await start(ports[2], { transport, join }),
    ];
    await Promise.all(others.map(ready));
    await until(async () => {
      const { members } = await first.get(RingService).members();
      return members.filter(({ membership }) => membership === 'member').length === 3;
    });
    const put = await ask(first, 'PUT', '/greetings/ida?words=hello');
    expect(put.statusCode).toBe(200);
    for (const app of [first, ...others])
      expect(await ask(app, 'GET', '/greetings/ida')).toEqual({
        statusCode: 200,
        payload: 'hello',
      });
  });

  it('refuses an option that it does not have', async () => {
    const mistyped = { dataDirectory: 'keys' } as DhtOptions;
    await expect(start(await freePort(), mistyped)).rejects.toThrow(
      /no option dataDirectory; it has .*dataDir/,
    );
  });

  it('takes options from elsewhere, and says goodbye when the application closes', async () => {
    const [port, other] = [await freePort(), await freePort()];
    const first = await start(port);
    await ready(first);
    const PLACE = Symbol('PLACE');
    @Module({ providers: [{ provide: PLACE, useValue: { port: other } }], exports: [PLACE] })
    class PlaceModule {}
    const dht = DhtModule.forRootAsync({
      imports: [PlaceModule],
      inject: [PLACE],
      useFactory: (place: { port: number }) => ({
        ...{ ...QUICK, ...place, join: [`localhost:${port}`] },
      }),
      providers: [SILENT],
    });
    const second = await NestFactory.create<NestFastifyApplication>(
      appOf(dht),
      new FastifyAdapter({ forceCloseConnections: true }),
      { logger: false, abortOnError: false },
    );
    apps.push(second);
    await second.listen(other, '127.0.0.1');
    await ready(second);
    const { node } = first.get(RingService);
    expect(node.membership).toBe('member');
    const gone = new Promise<void>((resolve) =>
      node.events.on(() => void (node.membership === 'alone' && resolve())),
    );
    await second.close();
    await gone;
  });

  it('is a member without a web server of the application', async () => {
    const [port, other] = [await freePort(), await freePort()];
    const { app: worker } = await contextOf(port);
    await worker.get(RingService).ready();
    const second = await start(other, { join: [`localhost:${port}`] });
    await ready(second);
    await worker.get(Greetings).set('ida', 'from a worker');
    expect((await ask(second, 'GET', '/greetings/ida')).payload).toBe('from a worker');
  });

  it('uses the ports that a provider replaces', async () => {
    class CountingHasher extends Sha1Hasher {
      static digests = 0;
      override digest(words: string): Uint8Array {
        CountingHasher.digests += 1;
        return super.digest(words);
      }
    }
    class OwnStore extends MemoryRecordStore {}
    const app = await start(await freePort(), {}, [
      { provide: HASHER, useClass: CountingHasher },
      { provide: RECORD_STORE_FACTORY, useValue: () => new OwnStore() },
    ]);
    await ready(app);
    expect((await ask(app, 'PUT', '/greetings/ida?words=hello')).statusCode).toBe(200);
    expect(CountingHasher.digests).toBeGreaterThan(0);
    expect(app.get(MemberHolder).current.records).toBeInstanceOf(OwnStore);
    expect(app.get(MemberHolder).current.records.figures().keys).toBe(1);
  });

  it('says that the application listens elsewhere', async () => {
    const [port, other] = [await freePort(), await freePort()];
    const app = await start(port, {}, [], other);
    await expect(ready(app)).rejects.toMatchObject({ code: 'CONFIGURATION' });
    await expect(ready(app)).rejects.toThrow(`at port ${other}, and DhtModule was told ${port}`);
    expect(silent.error).toHaveBeenCalledWith('start-failed', expect.anything());
    await expect(app.get(Greetings).of('ida')).rejects.toMatchObject({ code: 'NOT_READY' });
  });

  it.each<[keyof DhtOptions, unknown]>([
    ...(['port', 'bits', 'replicas', 'virtualNodes'] as const).map(
      (name) => [name, 0] as [typeof name, unknown],
    ),
    ['port', '5000'],
    ['callTimeoutMs', NaN],
    ['store', 'x'],
    ['onStop', null],
    ['host', ''],
    ['host', '::1'],
    ['advertise', 'nonsense'],
    ['join', ['nonsense']],
    ['join', 'localhost:5000'],
    ['discover', ['nonsense']],
    ['moved', ['a:1=a:1']],
    ['bind', [5]],
    ['dataDir', ''],
  ])('does not start with %s %j', async (name, given) => {
    const creating = contextOf(await freePort(), { [name]: given });
    await expect(creating).rejects.toMatchObject({
      code: 'CONFIGURATION',
      message: expect.stringContaining(name),
    });
  });

  it.each([undefined, null, 5000])('asks for options in place of %s', (given) => {
    expect(() => DhtModule.forRoot(given as unknown as DhtOptions)).toThrow(
      expect.objectContaining({
        code: 'CONFIGURATION',
        message: expect.stringContaining('DhtModule.forRoot({'),
      }),
    );
  });

  it.each([
    ['put', (db: DbService) => db.put('k', new Uint8Array(0), {})],
    ['get', (db: DbService) => db.get('k', {})],
    ['remove', (db: DbService) => db.remove('k', {})],
    ['list', (db: DbService) => db.list({ limit: 1 })],
    ['count', (db: DbService) => db.count({ prefix: '' })],
  ])('rejects %s while it does not serve', async (_, call) => {
    const { db, app } = await contextOf(await freePort());
    await app.get(RingService).ready();
    await app.close();
    await expect(call(db)).rejects.toMatchObject({
      ...{ code: 'NOT_READY', detail: { outcome: 'not-applied' } },
    });
  });

  it('says that its port is taken where it has a server of its own', async () => {
    const port = await freePort();
    await ready(await start(port));
    const { app } = await contextOf(port);
    await expect(app.get(RingService).ready()).rejects.toMatchObject({
      code: 'CONFIGURATION',
      message: expect.stringContaining(`port ${port}`),
    });
  });

  it('is not ready when it is closed while it looks for a ring, nor afterwards', async () => {
    const nobody = await freePort();
    const { app } = await contextOf(await freePort(), { join: [`localhost:${nobody}`] });
    const service = app.get(RingService);
    const before = service.ready();
    await Promise.all([expect(before).rejects.toMatchObject({ code: 'NOT_READY' }), app.close()]);
    await expect(service.ready()).rejects.toMatchObject({ code: 'NOT_READY' });
  });

  it('leaves no server behind that was about to listen when it was closed', async () => {
    const port = await freePort();
    const { app } = await contextOf(port);
    await app.close();
    expect(app.get(MemberHolder).optional).toBeUndefined();
    await ready(await start(port));
  });

  it('accepts no peers beyond loopback without a secret', async () => {
    const port = await freePort();
    await expect(start(port, { bind: ['0.0.0.0'] })).rejects.toMatchObject({
      code: 'CONFIGURATION',
      message: expect.stringContaining('peerSecret'),
    });
    const app = await start(port, { bind: ['0.0.0.0'], peerSecret: 's'.repeat(32) });
    await ready(app);
  });
});
