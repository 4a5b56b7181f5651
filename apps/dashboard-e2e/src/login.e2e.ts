// A node that asks for a token: the form, the cookie, and where the token is not.
import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { useBrowser } from './harness/browser';
import { useLab, type NodeProcess } from './harness/nodes';
import { untilNodes, untilText } from './harness/ring-page';

const TOKEN = 'a-token-that-nobody-guesses';
const READER = 'a-token-for-reading';
const hex = (secret: string): string => createHash('sha256').update(secret).digest('hex');

describe('a node with tokens, in a browser', () => {
  const lab = useLab();
  const browser = useBrowser();
  const folder = mkdtempSync(join(tmpdir(), 'chord-login-'));
  let node: NodeProcess;

  beforeAll(async () => {
    const tokens = join(folder, 'tokens');
    writeFileSync(tokens, `ida admin ${hex(TOKEN)}\njo read ${hex(READER)}\n`, { mode: 0o600 });
    [node] = (await lab.start(1, { args: ['--tokens-file', tokens] })) as [NodeProcess];
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const logIn = async (token: string, path = '/') => {
    const page = await browser.open(`http://${node.address}${path}`);
    await page.getByLabel('Token').fill(token);
    await page.getByRole('button', { name: 'Log in' }).click();
    return page;
  };

  it('asks for a token, says when it is wrong, and shows the ring with a right one', async () => {
    const page = await logIn('nonsense');
    await untilText(page, 'app-problem-note', 'UNAUTHENTICATED');
    // Nothing has been read, so nothing of it is old.
    expect(await page.locator('app-live-status').count()).toBe(0);
    await browser.shoot(page, 'login');
    await page.getByLabel('Token').fill(TOKEN);
    await page.getByRole('button', { name: 'Log in' }).click();
    await untilNodes(page, 1);
    await page.getByRole('button', { name: 'Log out ida' }).waitFor();
    const kept = await page.evaluate(() =>
      JSON.stringify([document.cookie, { ...localStorage }, { ...sessionStorage }, location.href]),
    );
    expect(kept).not.toContain(TOKEN);
    expect(kept).not.toContain('chord_session');
    const stored = await page.evaluate(async () => {
      const answer = await fetch('/api/v1/keys/a', { method: 'PUT', body: 'x' });
      return answer.status;
    });
    expect(stored).toBe(201);
    await page.reload();
    await untilNodes(page, 1);
    await page.getByRole('button', { name: 'Log out ida' }).click();
    await page.getByLabel('Token').waitFor();
    expect(browser.faults(/401/)).toEqual([]);
  });

  it('lets nobody write with a token for reading', async () => {
    const page = await logIn(READER, '/keys?key=a');
    await untilText(page, 'app-value-view pre', 'x');
    await page.getByLabel('New value').fill('y');
    await page.getByRole('button', { name: 'Put', exact: true }).click();
    await untilText(page, 'app-problem-note', 'FORBIDDEN');
    expect(browser.faults(/401|403/)).toEqual([]);
  });

  it('lets a page of another site neither read nor write, though the browser is logged in', async () => {
    const page = await logIn(TOKEN);
    await untilNodes(page, 1);
    const server = createServer((_request, response) => {
      response.setHeader('content-type', 'text/html').end('<title>elsewhere</title>');
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    try {
      // Another port is the same site to a cookie, and another name is not even that.
      for (const host of ['localhost', '127.0.0.1']) {
        await page.goto(`http://${host}:${(server.address() as AddressInfo).port}/`);
        const outcome = await page.evaluate(async (base) => {
          const ask = (path: string, init: RequestInit) =>
            fetch(`${base}${path}`, { credentials: 'include', ...init }).then(
              (answer) => `${answer.type} ${answer.status}`,
              () => 'refused',
            );
          return [
            await ask('/api/v1/keys/a', {}),
            await ask('/api/v1/keys/a', { mode: 'no-cors' }),
            await ask('/db/a', { method: 'POST', body: 'stolen', mode: 'no-cors' }),
            await ask('/api/v1/keys/a', { method: 'PUT', body: 'stolen' }),
            await ask('/dht/leave', { mode: 'no-cors' }),
          ];
        }, `http://${node.address}`);
        expect(outcome).toEqual(['refused', 'opaque 0', 'opaque 0', 'refused', 'opaque 0']);
      }
    } finally {
      server.close();
    }
    // Nothing was changed.
    const bearer = { authorization: `Bearer ${READER}` };
    const kept = await node.get('/api/v1/keys/a', { headers: bearer });
    expect([kept.status, kept.text]).toEqual([200, 'x']);
  });

  it('lets pages of a site that an option names read and write, with a token of their own', async () => {
    const page = await browser.open('about:blank');
    const server = createServer((_request, response) => {
      response.setHeader('content-type', 'text/html').end('<title>application</title>');
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const origin = `http://localhost:${(server.address() as AddressInfo).port}`;
    const tokens = join(folder, 'tokens');
    const [shared] = (await lab.start(1, {
      args: ['--tokens-file', tokens, '--allow-origin', origin],
    })) as [NodeProcess];
    const tryOut = async (host: string): Promise<string[]> => {
      await page.goto(origin.replace('localhost', host));
      return page.evaluate(
        async ([base, token]) => {
          const ask = (method: string, authorization: string, credentials: RequestCredentials) =>
            fetch(`${base}/api/v1/keys/shared`, {
              method,
              headers: { authorization, 'content-type': 'text/plain' },
              credentials,
              ...(method === 'PUT' ? { body: 'x' } : {}),
            }).then(
              async (answer) => `${answer.status} ${answer.headers.get('etag') !== null}`,
              () => 'refused',
            );
          return [
            await ask('PUT', `Bearer ${token}`, 'omit'),
            await ask('GET', `Bearer ${token}`, 'omit'),
            await ask('GET', 'Bearer nobody', 'omit'),
            await ask('GET', `Bearer ${token}`, 'include'),
          ];
        },
        [`http://${shared.address}`, TOKEN] as const,
      );
    };
    expect(await tryOut('localhost')).toEqual(['201 true', '200 true', '401 false', 'refused']);
    // The same machine under another name is another site.
    expect(await tryOut('127.0.0.1')).toEqual(['refused', 'refused', 'refused', 'refused']);
    server.close();
  });
});
