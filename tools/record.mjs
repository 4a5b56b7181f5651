// Records what the pages of the dashboard ask of a node, so that the front end can be worked on without one:
// npm run record (needs Chromium, and `npm run build` before).
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openBrowser } from './lib/browser.mjs';
import { farthestFrom, withDemoRing } from './lib/demo-ring.mjs';
import { root } from './lib/root.mjs';

const { values } = parseArgs({
  options: { port: { type: 'string', default: '5100' }, nodes: { type: 'string', default: '8' } },
});
const FILE = join(root, 'apps/dashboard/recorded/answers.json');
const KEYS = ['users/42', 'users/0', 'orders/1'];
const KEPT_HEADERS = /^(?:content-type|etag|last-modified|x-chord-.*)$/;

/** @typedef {{ status: number, headers: Record<string, string>, body: string }} Answer */

/** @param {import('./lib/demo-ring.mjs').DemoRing} ring */
async function placesOf(ring) {
  const addresses = ring.ports.map((port) => `localhost:${port}`);
  const far = await farthestFrom(ring, KEYS[0] ?? '');
  return [
    '/',
    '/node',
    ...addresses.map((address) => `/node?at=${address}`),
    '/insights',
    '/keys',
    '/keys?flat=true',
    ...['users/', 'orders/'].map((prefix) => `/keys?open=${encodeURIComponent(prefix)}`),
    ...['users/', 'orders/'].map((prefix) => `/keys?prefix=${encodeURIComponent(prefix)}`),
    ...KEYS.flatMap((key) => [
      `/?key=${encodeURIComponent(key)}`,
      `/db/view/${encodeURIComponent(key)}`,
      `/db/view/${encodeURIComponent(key)}?from=${far}`,
    ]),
  ];
}

/** @param {import('./lib/demo-ring.mjs').DemoRing} ring @returns {Promise<Record<string, Answer>>} */
async function record(ring) {
  /** @type {Map<string, Answer>} */
  const answers = new Map();
  const browser = await openBrowser();
  try {
    const page = await browser.newPage();
    // What a shared worker asks is not seen from here; without one the page asks itself.
    await page.addInitScript(() => Reflect.deleteProperty(globalThis, 'SharedWorker'));
    await page.route('**/api/v1/**', async (route) => {
      const { pathname, search } = new URL(route.request().url());
      if (/\/(?:events|watch)$/.test(pathname)) return route.continue();
      const answer = await route.fetch();
      const headers = Object.entries(answer.headers()).filter(([name]) => KEPT_HEADERS.test(name));
      answers.set(pathname + search, {
        status: answer.status(),
        headers: Object.fromEntries(headers),
        body: await answer.text(),
      });
      await route.fulfill({ response: answer });
    });
    for (const place of await placesOf(ring)) {
      await page.goto(ring.home + place);
      await page.waitForLoadState('domcontentloaded');
      await page.locator('main h1, main chord-ring svg.ring').first().waitFor();
      await page.locator('main [aria-busy=true]').waitFor({ state: 'detached' });
      console.log(place);
    }
  } finally {
    await browser.close();
  }
  const events = await fetch(`${ring.home}/api/v1/events?after=0&seconds=1`);
  answers.set('/api/v1/events', {
    status: 200,
    headers: { 'content-type': 'text/event-stream' },
    body: await events.text(),
  });
  return Object.fromEntries([...answers].sort(([a], [b]) => (a < b ? -1 : 1)));
}

await withDemoRing({ port: Number(values.port), nodes: Number(values.nodes) }, async (ring) => {
  writeFileSync(FILE, `${JSON.stringify(await record(ring), null, 1)}\n`);
  console.log(FILE);
});
