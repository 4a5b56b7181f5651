// Deny by default: every existing route, requested without a token, with each role, and by pages of other sites.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request as open } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDocument } from '../openapi/document';
import { RouteTable } from '../http/route-table';
import { createLogger } from '../log/logger';
import { startTestNode, type TestNode } from '../testing/test-node';
import { digestOf } from '../config/bearer-token';

const TOKENS = {
  read: 'token-of-a-reader',
  write: 'token-of-a-writer',
  admin: 'token-of-an-admin',
};
const LIMITED = 'token-for-a-part';
const FILE = [
  ...Object.entries(TOKENS).map(([role, secret]) => `${role} ${role} ${hex(secret)}`),
  `part write ${hex(LIMITED)} users/`,
].join('\n');

function hex(secret: string): string {
  return digestOf(secret).toString('hex');
}

/** Repeated here instead of taken from the code: the author of a new route has to decide. */
const OPEN = [
  'GET /',
  'GET /dht/peers/view',
  'GET /db/view/:key',
  'GET /db/view/*',
  'GET /keys',
  'GET /node',
  'GET /events',
  'GET /insights',
  'GET /playground',
  'GET /tour',
  'GET /main-ABCDEFGH.js',
  'GET /favicon.svg',
  'POST /api/v1/session',
  'DELETE /api/v1/session',
];
const WRITES = [
  'PUT /db/:key',
  'POST /db/:key',
  'DELETE /db/:key',
  'PUT /api/v1/keys/:key',
  'PATCH /api/v1/keys/:key',
  'DELETE /api/v1/keys/:key',
];
const ADMINS = [
  'PUT /dht/join',
  'POST /dht/join',
  'POST /dht/notify',
  'POST /dht/flush',
  'GET /dht/leave',
  'POST /dht/leave',
  'GET /shutdown',
  'POST /shutdown',
  'POST /api/v1/ring/join',
  'POST /api/v1/ring/leave',
  'POST /api/v1/node/recovery',
  'POST /api/v1/node/backup',
  'GET /api/v1/node/backup',
];
const CHANGING_GETS = ['GET /dht/leave', 'GET /shutdown'];

interface Route {
  readonly name: string;
  readonly method: string;
  readonly path: string;
}

/** The status alone: a stream has no end. */
function statusOf(
  { port }: TestNode,
  { method, path }: Pick<Route, 'method' | 'path'>,
  headers: Record<string, string> = {},
): Promise<number> {
  return new Promise((resolve, reject) => {
    const call = open(
      {
        host: '127.0.0.1',
        port,
        method,
        path,
        agent: false,
        headers: { host: 'localhost', ...headers },
      },
      (answer) => {
        resolve(answer.statusCode ?? 0);
        answer.destroy();
      },
    );
    call.on('error', reject);
    call.end();
  });
}

const bearer = (secret: string) => ({ authorization: `Bearer ${secret}` });

describe('a node with tokens', () => {
  const folder = mkdtempSync(join(tmpdir(), 'chord-access-'));
  const tokensFile = join(folder, 'tokens');
  const dashboard = join(folder, 'dashboard');
  const written: string[] = [];
  let node: TestNode;
  let routes: Route[];

  beforeAll(async () => {
    writeFileSync(tokensFile, FILE, { mode: 0o600 });
    mkdirSync(dashboard);
    for (const name of ['index.html', 'main-ABCDEFGH.js', 'favicon.svg'])
      writeFileSync(join(dashboard, name), '<html></html>');
    const log = createLogger({
      level: 'debug',
      format: 'json',
      write: (line) => written.push(line),
    });
    node = await startTestNode({
      config: { tokensFile, bind: ['127.0.0.1'], wrongTokensMax: 0 },
      dashboardFolders: [dashboard],
      log,
    });
    routes = node.app.nest
      .get(RouteTable)
      .all.filter(({ url }) => url !== '/_peer')
      .map(({ method, url }) => ({
        name: `${method === 'HEAD' ? 'GET' : method} ${url}`,
        method,
        path: url.replace(':key', 'k').replace(':id', '0').replace('*', 'x'),
      }));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const isHealth = ({ path }: Route): boolean => /^\/(health\/|metrics$)/.test(path);

  it('covers the routes that its description names, and more', () => {
    const names = new Set(routes.map(({ name }) => name));
    for (const [path, operations] of Object.entries(createDocument(node.app.nest).paths))
      for (const method of Object.keys(operations))
        expect([...names]).toContain(
          `${method === 'head' ? 'GET' : method.toUpperCase()} ${path.replace(/\{(\w+)\}/g, ':$1')}`,
        );
    for (const name of [...OPEN, ...WRITES, ...ADMINS]) expect([...names]).toContain(name);
    expect(routes.length).toBeGreaterThan(60);
  });

  it('answers none of them without a token, or with a wrong one, but those that are open', async () => {
    const wrong: Record<string, string>[] = [
      {},
      bearer('token-of-nobody'),
      bearer(hex(TOKENS.admin)),
      { authorization: `Basic ${Buffer.from(`admin:${TOKENS.admin}`).toString('base64')}` },
      { authorization: TOKENS.admin },
      { authorization: 'Bearer' },
      { cookie: `chord_session_${node.port}=admin~99999999999999~${'0'.repeat(64)}` },
    ];
    for (const route of routes) {
      if (OPEN.includes(route.name) || isHealth(route)) continue;
      for (const headers of wrong)
        expect([route.method, route.path, await statusOf(node, route, headers)]).toEqual([
          route.method,
          route.path,
          401,
        ]);
    }
    const answer = await node.get(`/db/k?access_token=${TOKENS.admin}`);
    expect(answer.json()).toMatchObject({ status: 401, code: 'UNAUTHENTICATED' });
    expect(answer.headers['www-authenticate']).toBe('Bearer realm="chord"');
    expect((await node.get('/nowhere')).status).toBe(401);
    expect((await node.get('/nowhere', bearer(TOKENS.read))).status).toBe(404);
    for (const path of [
      '/',
      '/db/view/k',
      '/tour',
      '/main-ABCDEFGH.js',
      '/health/live',
      '/metrics',
    ])
      expect([path, (await node.get(path)).status]).toEqual([path, 200]);
  });

  it('answers each role what it is for, and refuses the rest', async () => {
    for (const route of routes) {
      const needed =
        ADMINS.includes(route.name) || route.path.startsWith('/_test/')
          ? 'admin'
          : WRITES.includes(route.name)
            ? 'write'
            : 'read';
      for (const role of ['read', 'write', 'admin'] as const) {
        const may =
          ['read', 'write', 'admin'].indexOf(role) >= ['read', 'write', 'admin'].indexOf(needed);
        // The effects on the node are tested elsewhere.
        if (may && needed === 'admin') continue;
        const status = await statusOf(node, route, bearer(TOKENS[role]));
        const isRefused = status === 401 || status === 403;
        expect([route.method, route.path, role, isRefused]).toEqual([
          route.method,
          route.path,
          role,
          !may && !OPEN.includes(route.name),
        ]);
      }
    }
    const flush = await node.ask('POST', '/dht/flush', { headers: bearer(TOKENS.admin) });
    expect(flush.text).toBe('ok');
    expect(node.stopRequests).toEqual([]);
  });

  it('refuses pages of other sites also with a token', async () => {
    for (const route of routes) {
      if (route.method === 'HEAD') continue;
      const isChanging = route.method !== 'GET' || CHANGING_GETS.includes(route.name);
      if (!isChanging) continue;
      const headers = { ...bearer(TOKENS.admin), origin: 'http://example.org' };
      expect([route.name, await statusOf(node, route, headers)]).toEqual([route.name, 403]);
    }
  });

  it('limits a token to its part of the keys', async () => {
    const asked = (method: string, path: string, body?: string) =>
      node.ask(method, path, { headers: bearer(LIMITED), ...(body === undefined ? {} : { body }) });
    expect((await asked('PUT', '/db/users%2Fa', 'x')).status).toBe(200);
    expect((await asked('GET', '/api/v1/keys/users%2Fa')).text).toBe('x');
    expect((await asked('GET', '/api/v1/keys?prefix=users%2Fa')).status).toBe(200);
    expect((await asked('GET', '/api/v1/keys/count?prefix=users%2F')).json()).toMatchObject({
      keys: 1,
    });
    const watch = { method: 'GET', path: '/api/v1/watch?prefix=users%2F' };
    expect(await statusOf(node, watch, bearer(LIMITED))).toBe(200);
    for (const [method, path] of [
      ['PUT', '/db/user'],
      ['GET', '/db/Users%2Fa'],
      ['GET', '/db/%2Fusers%2Fa'],
      ['DELETE', '/api/v1/keys/other'],
      ['GET', '/api/v1/lookups/other'],
      ['GET', '/db/path/other'],
      ['GET', '/api/v1/keys'],
      ['GET', '/api/v1/keys?prefix=user'],
      ['GET', '/api/v1/keys?prefix=users%2F&prefix='],
      ['GET', '/dht'],
      ['GET', '/api/v1/events'],
      ['GET', '/api/v1/keys/count?prefix='],
      ['GET', '/api/v1/keys/count'],
      ['GET', '/api/v1/watch'],
      ['GET', '/api/v1/watch?prefix=user'],
      ['GET', '/api/v1/watch?key=other'],
      ['GET', '/api/v1/watch?prefix=&key=users%2Fa'],
    ] as const) {
      const answer = await asked(method, path, method === 'PUT' ? 'x' : undefined);
      expect([path, answer.json()]).toEqual([path, expect.objectContaining({ code: 'FORBIDDEN' })]);
    }
    expect((await node.get('/db/user', bearer(TOKENS.read))).headers['x-chord-found']).toBe(
      'false',
    );
  });

  it('looks at each operation of a batch', async () => {
    const lines = [
      { op: 'put', key: 'users/b', value: 'x' },
      { op: 'get', key: 'users/b' },
      { op: 'get', key: 'user' },
      { op: 'put', key: 'other', value: 'x' },
      { op: 'delete', key: 'users/b' },
    ];
    const statuses = async (secret: string): Promise<number[]> => {
      const body = lines.map((line) => JSON.stringify(line)).join('\n');
      const answer = await node.ask('POST', '/api/v1/batch', { headers: bearer(secret), body });
      return answer.text
        .trimEnd()
        .split('\n')
        .map((line) => (JSON.parse(line) as { status: number }).status);
    };
    expect(await statuses(LIMITED)).toEqual([201, 200, 403, 403, 204]);
    expect(await statuses(TOKENS.read)).toEqual([403, 404, 404, 403, 403]);
    expect(await statuses(TOKENS.write)).toEqual([201, 200, 404, 201, 204]);
    expect((await node.get('/db/other', bearer(TOKENS.read))).text).toBe('x');
  });

  it('takes no two Authorization headers', async () => {
    const both = { authorization: [bearer(TOKENS.admin).authorization, 'Bearer x'] };
    const answer = await node.get('/db/k', both as unknown as Record<string, string>);
    expect(answer.json()).toMatchObject({ status: 400, code: 'BAD_HEADER' });
  });

  describe('in a browser', () => {
    const login = (token: string, headers = {}) =>
      node.ask('POST', '/api/v1/session', { body: JSON.stringify({ token }), headers });
    const cookieOf = async (token: string): Promise<string> => {
      const [cookie = ''] = (await login(token)).headers['set-cookie'] ?? [];
      return cookie;
    };

    it('gives a cookie for a token, in which the token is not', async () => {
      const cookie = await cookieOf(TOKENS.write);
      expect(cookie).toContain('HttpOnly; SameSite=Strict');
      expect(cookie).not.toContain(TOKENS.write);
      expect(cookie).not.toContain(hex(TOKENS.write));
      const headers = { cookie: `a=b; ${cookie.split(';')[0]}` };
      expect((await node.get('/api/v1/session', headers)).json()).toEqual({
        name: 'write',
        role: 'write',
        prefix: '',
      });
      expect((await node.put('/db/c', 'x', headers)).status).toBe(200);
      expect((await node.ask('POST', '/dht/flush', { headers })).status).toBe(403);
      // A page of another site makes the browser send it; it does not count then.
      const foreign = { ...headers, 'sec-fetch-site': 'cross-site' };
      expect((await node.get('/api/v1/keys/c', foreign)).status).toBe(401);
      expect((await node.put('/db/c', 'y', foreign)).status).toBe(403);
    });

    it('takes no cookie that was changed, or of another name', async () => {
      const [cookie = ''] = (await cookieOf(TOKENS.read)).split(';');
      for (const changed of [
        cookie.replace('read~', 'admin~'),
        cookie.replace(/~(\d)/, '~9$1'),
        cookie.replace(/.$/, (last) => (last === '0' ? '1' : '0')),
        cookie.replace(`_${node.port}=`, '_1='),
        `${cookie}0`,
      ])
        expect([changed, (await node.get('/db/k', { cookie: changed })).status]).toEqual([
          changed,
          401,
        ]);
    });

    it('refuses wrong tokens, odd bodies and pages of other sites', async () => {
      expect((await login('nobody')).json()).toMatchObject({ status: 401 });
      for (const body of ['', '{}', '{"token":1}', '[]', 'token'])
        expect((await node.ask('POST', '/api/v1/session', { body })).status).toBe(400);
      expect((await login(TOKENS.read, { origin: 'http://example.org' })).status).toBe(403);
      expect((await login(TOKENS.read, { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    });

    it('forgets it on request', async () => {
      const answer = await node.ask('DELETE', '/api/v1/session');
      expect([answer.status, answer.headers['set-cookie']?.[0]]).toEqual([
        204,
        expect.stringContaining('Max-Age=0'),
      ]);
    });
  });

  it('writes no token down', () => {
    const log = written.join('\n');
    for (const secret of [...Object.values(TOKENS), LIMITED]) expect(log).not.toContain(secret);
    expect(written.length).toBeGreaterThan(0);
  });
});

describe('a node without tokens', () => {
  it('lets every client do everything, and reports that', async () => {
    const node = await startTestNode();
    expect((await node.get('/api/v1/session', bearer('anything'))).json()).toEqual({
      name: null,
      role: 'admin',
      prefix: '',
    });
    expect((await node.put('/db/a', 'x')).status).toBe(200);
  });
});

describe('health of a node with tokens', () => {
  it('is required where other machines reach the node', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'chord-access-'));
    const tokensFile = join(folder, 'tokens');
    writeFileSync(tokensFile, FILE, { mode: 0o600 });
    const config = { tokensFile, bind: ['0.0.0.0'], insecure: true };
    const shut = await startTestNode({ config });
    const opened = await startTestNode({ config: { ...config, openHealth: true } });
    for (const path of ['/health/live', '/health/ready', '/metrics']) {
      expect((await shut.get(path)).status).toBe(401);
      expect((await shut.get(path, bearer(LIMITED))).status).toBe(200);
      expect((await opened.get(path)).status).toBe(200);
    }
    expect((await opened.get('/db/k')).status).toBe(401);
    rmSync(folder, { recursive: true });
  });
});

describe('a token that is taken back', () => {
  it('opens nothing any more, and its event streams end', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'chord-access-'));
    const tokensFile = join(folder, 'tokens');
    writeFileSync(tokensFile, FILE, { mode: 0o600 });
    const node = await startTestNode({ config: { tokensFile } });
    const streamOf = (token: string) =>
      new Promise<{ readonly ended: Promise<string> }>((resolve, reject) => {
        const path = '/api/v1/events';
        const headers = { host: 'localhost', ...bearer(token) };
        const call = open({ host: '127.0.0.1', port: node.port, path, agent: false, headers });
        call.on('error', reject);
        call.on('response', (answer) => {
          answer.resume();
          resolve({ ended: new Promise((end) => answer.on('close', () => end(token))) });
        });
        call.end();
      });
    const streams = await Promise.all([streamOf(TOKENS.write), streamOf(TOKENS.read)]);
    writeFileSync(tokensFile, FILE.replace(/^write write .*$/m, ''), { mode: 0o600 });
    expect(await Promise.race(streams.map(({ ended }) => ended))).toBe(TOKENS.write);
    expect((await node.get('/db/k', bearer(TOKENS.write))).status).toBe(401);
    expect((await node.get('/db/k', bearer(TOKENS.read))).status).toBe(200);
    await node.stop();
    rmSync(folder, { recursive: true });
  });
});
