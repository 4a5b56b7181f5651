import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startTestNode, type TestNode } from '../testing/test-node';

const INDEX = `<!doctype html><html><head><base href="/"><link rel="stylesheet" href="styles-ABCDEFGH.css">
<link rel="icon" href="data:,"></head><body><app-root ngCspNonce="%CSP_NONCE%"></app-root>
<script src="main-ABCDEFGH.js" type="module"></script></body></html>`;

describe('the dashboard', () => {
  const folder = mkdtempSync(join(tmpdir(), 'chord-dashboard-'));
  let node: TestNode;
  beforeAll(async () => {
    writeFileSync(join(folder, 'index.html'), INDEX);
    writeFileSync(join(folder, 'main-ABCDEFGH.js'), 'export {};');
    writeFileSync(join(folder, 'favicon.svg'), '<svg/>');
    node = await startTestNode({ dashboardFolders: [join(folder, 'nothing'), folder] });
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it.each(['/', '/dht/peers/view', '/db/view/a%2Fb', '/db/view/a/b', '/playground', '/?x=1'])(
    'is one page at %s',
    async (path) => {
      const { status, headers, text } = await node.get(path);
      expect([status, headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
      expect(text).toContain('<app-root');
    },
  );

  it('comes with a nonce of its own and a policy that lets nothing else in', async () => {
    const [first, second] = await Promise.all([node.get('/'), node.get('/')]);
    const nonce = /ngCspNonce="([^"]{16,})"/.exec(first.text)?.[1] ?? 'none';
    const policy = String(first.headers['content-security-policy']);
    expect(policy).toContain(`style-src 'self' 'nonce-${nonce}'`);
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/unsafe|https?:/);
    expect(second.text).not.toContain(nonce);
  });

  it('finds its files from every page, though the policy forbids a base', async () => {
    const { text } = await node.get('/db/view/x');
    expect(text).toContain('src="/main-ABCDEFGH.js"');
    expect(text).toContain('href="/styles-ABCDEFGH.css"');
    expect(text).toContain('href="data:,"');
    expect(text).toContain('<base href="/">');
  });

  it('keeps files with a hash in their name for good, others not', async () => {
    const script = await node.get('/main-ABCDEFGH.js');
    expect(script.headers['content-type']).toContain('javascript');
    expect(script.headers['cache-control']).toContain('immutable');
    expect((await node.get('/favicon.svg')).headers['cache-control']).toBe('no-cache');
    expect((await node.get('/index.html')).status).toBe(404);
  });

  it('sends files compressed to those who can read that', async () => {
    const headersFor = async (accept: string) =>
      (await node.get('/favicon.svg', { 'accept-encoding': accept })).headers;
    expect((await headersFor('gzip, deflate, br'))['content-encoding']).toBe('br');
    expect((await headersFor('br;q=0, gzip'))['content-encoding']).toBe('gzip');
    expect((await headersFor('identity'))['content-encoding']).toBeUndefined();
    expect((await headersFor('br'))['vary']).toBe('Accept-Encoding');
  });

  it('names its files below the path at which a proxy shows it', async () => {
    const below = await startTestNode({
      dashboardFolders: [folder],
      config: { basePath: '/chord' },
    });
    const { text } = await below.get('/db/view/x');
    expect(text).toContain('src="/chord/main-ABCDEFGH.js"');
    expect(text).toContain('href="/chord/styles-ABCDEFGH.css"');
    expect(text).toContain('href="data:,"');
    const { servers } = (await below.get('/openapi.json')).json<{ servers: { url: string }[] }>();
    expect(servers.map(({ url }) => url)).toEqual(['/chord']);
  });

  it('tells a person who opens an unknown address that there is no such page', async () => {
    const asPerson = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };
    const page = await node.get('/kyes?x=1', asPerson);
    expect([page.status, page.headers['content-type']]).toEqual([404, 'text/html; charset=utf-8']);
    expect(page.text).toContain('<app-root');
    expect(page.headers['content-security-policy']).toContain("script-src 'self'");
    for (const [path, headers] of [
      ['/kyes', { accept: '*/*' }],
      ['/api/v1/kyes', asPerson],
      ['/db/x/y', asPerson],
    ] as const) {
      const { status, headers: sent } = await node.get(path, headers);
      expect([path, status, sent['content-type']]).toEqual([
        path,
        404,
        expect.stringContaining('application/problem+json'),
      ]);
    }
  });

  it('names the command that starts a further node', async () => {
    writeFileSync(
      join(folder, 'index.html'),
      INDEX.replace('<head>', '<head><meta name="start-command" content="%START_COMMAND%">'),
    );
    const another = await startTestNode({ dashboardFolders: [folder] });
    expect((await another.get('/')).text).toContain('content="npx nx serve node"');
  });

  it('shows how to build it when it is not built', async () => {
    const bare = await startTestNode();
    const { status, text } = await bare.get('/');
    expect([status, text]).toEqual([503, expect.stringContaining('nx build')]);
    expect((await bare.get('/dht/peers')).text).toBe(bare.address);
  });
});

describe('Swagger UI', () => {
  it('has all it needs from this node, and only that', async () => {
    const node = await startTestNode();
    const page = await node.get('/docs');
    expect([page.status, page.headers['content-type']]).toEqual([
      200,
      expect.stringContaining('text/html'),
    ]);
    expect(page.text).not.toMatch(/(src|href)=['"]https?:/);
    expect(page.headers['content-security-policy']).toContain("script-src 'self'");
    for (const [, file] of page.text.matchAll(/(?:src|href)=['"]\.\/(docs\/[^'"]+)/g)) {
      const { status, headers } = await node.get(`/${file}`);
      expect([file, status]).toEqual([file, 200]);
      expect(headers['x-content-type-options']).toBe('nosniff');
    }
  });
});
