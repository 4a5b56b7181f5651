// Measures what a person feels of the dashboard, in a real Chromium: npm run bench:dashboard (needs Chromium, and
// `npm run build` before). Figures for people; nothing is decided by them.
//   npm run bench:dashboard -- --only crash    one of them: clicks, playground, crash, swagger, tabs
import { parseArgs } from 'node:util';
import { openBrowser } from './lib/browser.mjs';
import { withDemoRing } from './lib/demo-ring.mjs';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '5100' },
    tabs: { type: 'string', default: '20' },
    only: { type: 'string' },
  },
});
const VIEWPORT = { width: 1440, height: 900 };
const CLICKS = 20;
const LARGE = 300;
const SECONDS = 10;
/** For a last look at a thousand nodes. */
const LAMPS_MS = 20_000;

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {import('playwright-core').Browser} Browser */

/** @param {readonly number[]} times */
const middle = (times) => [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0;

/** @param {string} what @param {string} figure */
const tell = (what, figure) => console.log(`measured: ${what}: ${figure}`);

/** @param {Browser} browser */
const pageOf = async (browser) => (await browser.newContext({ viewport: VIEWPORT })).newPage();

/**
 * A ring of many, all like the one node that answers, evenly spread.
 * @param {any} ring @param {number} count
 */
function multiplied(ring, count) {
  const [one] = ring.members;
  const nodes = Array.from({ length: count }, (_, index) => {
    const position = index / count;
    const id = Math.floor(position * 2 ** 48)
      .toString(16)
      .padStart(12, '0')
      .padEnd(40, '0');
    const address = index === 0 ? one.node.address : `db${index}.example.org:5000`;
    return { id, printedId: id, address, position };
  });
  const at = (/** @type {number} */ index) => nodes[((index % count) + count) % count];
  const members = nodes.map((node, index) => ({
    ...one,
    ...{ node, self: index === 0, predecessor: at(index - 1), share: 1 / count },
    successors: Array.from({ length: 20 }, (_, step) => at(index + step + 1)),
    fingers: Array.from({ length: 8 }, (_, step) => ({
      ...{ firstIndex: 150 + step, lastIndex: 150 + step, start: node.printedId, ageMs: 10 },
      ...{ startPosition: node.position, node: at(index + 2 ** step) },
    })),
  }));
  return { ...ring, self: nodes[0], members, answered: count, total: count };
}

/** From the input to the next picture, as the browser itself times it. @param {Browser} browser @param {string} home */
async function clicks(browser, home) {
  const page = await pageOf(browser);
  await page.addInitScript(() => {
    Reflect.deleteProperty(globalThis, 'SharedWorker');
    const { inputs } = Object.assign(globalThis, { inputs: /** @type {number[]} */ ([]) });
    const { PerformanceObserver: Observer } = globalThis;
    new Observer((list) => {
      for (const entry of list.getEntries())
        if (entry.name === 'click' || entry.name === 'keydown') inputs.push(entry.duration);
    }).observe(/** @type {any} */ ({ type: 'event', durationThreshold: 16 }));
  });
  const ring = await (await fetch(`${home}/api/v1/ring`)).json();
  const large = multiplied(ring, LARGE);
  await page.route('**/api/v1/ring', (route) => route.fulfill({ json: large }));
  await page.goto(home);
  const marks = page.locator('chord-ring [role=option] .target');
  await marks.nth(LARGE - 1).waitFor();
  for (let index = 0; index < CLICKS; index += 1) {
    const box = await marks.nth((index * 37) % LARGE).boundingBox();
    if (box) await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
    await page.waitForFunction(
      (wanted) => /** @type {any} */ (globalThis).inputs.length >= wanted,
      index + 1,
    );
  }
  const inputs = await page.evaluate(() => /** @type {any} */ (globalThis).inputs);
  tell(
    `a click in a ring of ${LARGE}`,
    `${middle(inputs)} ms to the next picture, ${inputs[0]} ms the first, ${Math.max(...inputs)} ms at most`,
  );
  await page.context().close();
}

/** @param {Browser} browser @param {string} home */
async function playground(browser, home) {
  const page = await pageOf(browser);
  await page.goto(`${home}/playground#seed=1&nodes=1000`);
  await page.locator('.summary', { hasText: '1,000 nodes' }).waitFor();
  const frames = [];
  const untilMs = performance.now() + SECONDS * 1_000;
  while (performance.now() < untilMs) {
    await page.getByRole('button', { name: 'Look up' }).click();
    const summary = (await page.locator('.summary').textContent()) ?? '';
    frames.push(Number(/(\d+) frames a second/.exec(summary)?.[1] ?? 0));
    await page.waitForTimeout(250);
  }
  tell(
    'the playground of 1,000 nodes, looking up four times a second',
    `${middle(frames)} frames a second, ${Math.min(...frames.slice(4))} at least`,
  );
  await page.context().close();
}

/** What is told of a run, from its number of events on. @param {Page} page */
const toldOf = (page) =>
  page.evaluate(() => {
    const { document } = /** @type {any} */ (globalThis);
    const summary = document.querySelector('.summary')?.textContent ?? '';
    const link = document.querySelector('input[readonly]')?.value ?? '';
    const events = /([\d,]+) events?,/.exec(summary)?.[1]?.replaceAll(',', '');
    return {
      link: String(link),
      events: Number(events),
      history: /history ([0-9a-f]+)/.exec(summary)?.[1],
      seconds: Number.parseFloat(document.querySelector('output.time')?.textContent ?? ''),
      broken: document.querySelectorAll('app-lamp-list li.broken').length,
      isWhole: link.endsWith(`at=${events}`),
    };
  });

/** One hundred of 1,000 die at once, and the others mend the ring. @param {Browser} browser @param {string} home */
async function crash(browser, home) {
  const page = await pageOf(browser);
  await page.goto(`${home}/playground#seed=1&nodes=1000`);
  await page.locator('.summary', { hasText: '1,000 nodes' }).waitFor();
  await page.locator('app-lamp-list li .unseen').first().waitFor();
  await page.getByRole('button', { name: 'Crash 10 %' }).click();
  await page.locator('.summary', { hasText: '900 nodes, 100 dead' }).waitFor();
  await page.locator('app-lamp-list li.broken').first().waitFor();
  const begun = await toldOf(page);
  const startMs = performance.now();
  await page.locator('app-lamp-list li.broken').first().waitFor({ state: 'detached', timeout: 0 });
  const mendedMs = performance.now() - startMs;
  const mended = await toldOf(page);
  tell(
    '100 of 1,000 in the playground killed at once',
    `every lamp is green again after ${(mended.seconds - begun.seconds).toFixed(1)} virtual seconds, ` +
      `${(mendedMs / 1_000).toFixed(0)} s of this machine`,
  );
  await page.getByRole('button', { name: 'Pause', exact: true }).click();
  await page.getByRole('button', { name: 'Play', exact: true }).waitFor();
  await page.getByRole('button', { name: 'One event' }).click();
  let run = await toldOf(page);
  while (!run.isWhole) run = await toldOf(page);
  await page.context().close();
  const fresh = await pageOf(browser);
  const openedMs = performance.now();
  await fresh.goto(run.link);
  await fresh.locator('.summary', { hasText: `${run.events} events,` }).waitFor({ timeout: 0 });
  const playedMs = performance.now() - openedMs;
  // Its lamps are looked at once more when it stands still.
  const red = fresh.locator('app-lamp-list li.broken').first();
  await red.waitFor({ state: 'detached', timeout: LAMPS_MS }).catch(() => undefined);
  const again = await toldOf(fresh);
  const isSame = again.history === run.history && again.link === run.link;
  tell(
    'the link of that run in a fresh browser',
    `${run.events} events played again in ${(playedMs / 1_000).toFixed(0)} s; ` +
      `${isSame ? 'the same history' : 'ANOTHER HISTORY'}, ${again.broken} lamps red there, ${run.broken} here`,
  );
  await fresh.context().close();
}

/** @param {Browser} browser @param {string} home */
async function swagger(browser, home) {
  const page = await pageOf(browser);
  /** @type {Promise<number>[]} */
  const sizes = [];
  page.on('requestfinished', (request) =>
    sizes.push(request.sizes().then((size) => size.responseBodySize + size.responseHeadersSize)),
  );
  const startMs = performance.now();
  await page.goto(`${home}/docs`);
  await page.locator('.opblock-tag').first().waitFor();
  await page.locator('.opblock .opblock-summary-control').first().click();
  await page.locator('.opblock.is-open .opblock-body').first().waitFor();
  const tookMs = Math.round(performance.now() - startMs);
  const bytes = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
  tell('/docs', `its first operation is open after ${tookMs} ms, ${Math.round(bytes / 1000)} kB`);
  await page.context().close();
}

/** @param {Browser} browser @param {import('./lib/demo-ring.mjs').DemoRing} ring */
async function tabs(browser, { home, homeOf, ports }) {
  const context = await browser.newContext({ viewport: VIEWPORT });
  /** @type {Page[]} */
  const pages = [];
  const loads = [];
  for (let tab = 0; tab < Number(values.tabs); tab += 1) {
    const page = await context.newPage();
    const startMs = performance.now();
    await page.goto(`${home}/db/view/followed`);
    await page.locator('chord-key-path svg.path').waitFor();
    loads.push(Math.round(performance.now() - startMs));
    pages.push(page);
  }
  const startMs = performance.now();
  await fetch(`${homeOf(ports[1] ?? 0)}/db/followed`, { method: 'PUT', body: 'changed' });
  await Promise.all(
    pages.map((page) => page.locator('app-value-view pre', { hasText: 'changed' }).waitFor()),
  );
  const followedMs = Math.round(performance.now() - startMs);
  const metrics = await (await fetch(`${home}/metrics`)).text();
  const streams = [...metrics.matchAll(/^chord_(?:event|watch)_streams (\d+)$/gm)];
  tell(
    `${pages.length} tabs`,
    `each there after ${middle(loads)} ms, ${Math.max(...loads)} ms at most; ` +
      `all show a foreign write after ${followedMs} ms; ` +
      `${streams.reduce((sum, [, count]) => sum + Number(count), 0)} streams at the node`,
  );
  await context.close();
}

/** @type {Record<string, (browser: Browser, ring: import('./lib/demo-ring.mjs').DemoRing) => Promise<void>>} */
const MEASURES = {
  clicks: (browser, { home }) => clicks(browser, home),
  playground: (browser, { home }) => playground(browser, home),
  crash: (browser, { home }) => crash(browser, home),
  swagger: (browser, { home }) => swagger(browser, home),
  tabs,
};

await withDemoRing({ port: Number(values.port), nodes: 3 }, async (ring) => {
  const browser = await openBrowser();
  try {
    for (const [name, measure] of Object.entries(MEASURES))
      if (values.only === undefined || values.only === name) await measure(browser, ring);
  } finally {
    await browser.close();
  }
});
