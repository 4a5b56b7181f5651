// A node behind a proxy: under a path that the proxy takes off, and under the proxy's own name.
import { createServer, request as open, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { useBrowser } from './harness/browser';
import { useLab, type NodeProcess } from './harness/nodes';
import { untilNodes } from './harness/ring-page';

const BASE = '/chord/of-mine';

/** Shows a node under `BASE`; what is asked for beside that is nobody's. */
async function proxyTo(
  node: NodeProcess,
  keepsHost: boolean,
): Promise<{ url: string; server: Server }> {
  const server = createServer((request, response) => {
    const path = request.url ?? '/';
    if (!path.startsWith(`${BASE}/`)) return void response.writeHead(404).end();
    const { method, headers } = request;
    const host = keepsHost ? headers.host : `localhost:${node.port}`;
    const onward = open(
      {
        ...{ host: '127.0.0.1', port: node.port, method, path: path.slice(BASE.length) },
        headers: { ...headers, host },
      },
      (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      },
    );
    onward.on('error', () => response.destroy());
    response.on('close', () => onward.destroy());
    request.pipe(onward);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { url: `http://localhost:${(server.address() as AddressInfo).port}${BASE}`, server };
}

describe('a node behind a proxy that takes a path off', () => {
  const lab = useLab();
  const browser = useBrowser();
  let url = '';
  let server: Server;

  beforeAll(async () => {
    const [node] = (await lab.start(1, { args: ['--base-path', BASE] })) as [NodeProcess];
    ({ url, server } = await proxyTo(node, true));
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  it('shows the ring, its pages when they are loaded anew, and stores a key', async () => {
    const page = await browser.open(`${url}/`);
    await untilNodes(page, 1);
    await page.getByRole('link', { name: 'Keys' }).click();
    await page.waitForURL(`${url}/keys`);
    await page.reload();
    await page.getByRole('navigation', { name: 'Pages' }).waitFor();
    await page.goto(`${url}/db/view/some%2Fkey`);
    await page.getByRole('navigation', { name: 'Pages' }).waitFor();
    const stored = await page.evaluate(async (base) => {
      const answer = await fetch(`${base}/api/v1/keys/a`, { method: 'PUT', body: 'x' });
      return answer.status;
    }, BASE);
    expect(stored).toBe(201);
    await browser.shoot(page, 'base-path');
    expect(browser.faults()).toEqual([]);
  });

  it('says that there is no such page where an address is mistyped', async () => {
    const page = await browser.open(`${url}/kyes`);
    await page.getByRole('heading', { name: 'There is no such page' }).waitFor();
    await page.getByRole('link', { name: 'Go to the ring' }).click();
    await untilNodes(page, 1);
    expect(browser.faults(/status of 404 .*\/kyes\)$/)).toEqual([]);
  });

  it('shows its documents, and tries them out at the right place', async () => {
    const page = await browser.open(`${url}/`);
    await page.getByRole('link', { name: 'API' }).click();
    await page.waitForURL(`${url}/docs`);
    await page.locator('.opblock').first().waitFor();
    expect(await page.locator('.servers select').inputValue()).toBe(BASE);
    expect(browser.faults()).toEqual([]);
  });
});

describe('a node behind a proxy that says the name of the node instead of its own', () => {
  const lab = useLab();
  const browser = useBrowser();

  it('refuses what pages change, names the option, and obeys it', async () => {
    const [strict, open] = (await lab.prepare(2)) as [NodeProcess, NodeProcess];
    const proxies = [await proxyTo(strict, false), await proxyTo(open, false)];
    const [first, second] = proxies as [(typeof proxies)[0], (typeof proxies)[0]];
    const origin = new URL(second.url).origin;
    await strict.start(['--base-path', BASE]);
    await open.start(['--base-path', BASE, '--allow-origin', origin]);
    const put = async (at: string): Promise<{ status: number; text: string }> => {
      const page = await browser.open(`${at}/`);
      await untilNodes(page, 1);
      return page.evaluate(async (base) => {
        const answer = await fetch(`${base}/api/v1/keys/a`, { method: 'PUT', body: 'x' });
        return { status: answer.status, text: await answer.text() };
      }, BASE);
    };
    const refused = await put(first.url);
    expect(refused.status).toBe(403);
    expect(refused.text).toContain(`--allow-origin ${new URL(first.url).origin}`);
    expect((await put(second.url)).status).toBe(201);
    for (const { server } of proxies) {
      server.closeAllConnections();
      server.close();
    }
  });
});
