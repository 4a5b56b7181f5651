// Makes the pictures of the README anew, from a live ring: npm run pictures (needs Chromium, and `npm run build` before).
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openBrowser } from './lib/browser.mjs';
import { farthestFrom, withDemoRing } from './lib/demo-ring.mjs';
import { root } from './lib/root.mjs';

const { values } = parseArgs({
  options: { port: { type: 'string', default: '5100' }, nodes: { type: 'string', default: '8' } },
});
const IMAGES = join(root, 'docs/images');
const KEY = 'users/42';

/** @typedef {{ name: string, path: string, ready: readonly string[] }} Picture `ready`: what has to be there before */

/** @param {import('./lib/demo-ring.mjs').DemoRing} ring @returns {Promise<Picture[]>} */
async function picturesOf(ring) {
  const from = await farthestFrom(ring, KEY);
  return [
    {
      name: 'dashboard',
      path: `/?node=localhost:${ring.ports[2]}`,
      ready: ['chord-ring svg.ring', 'app-member-panel', 'app-health-line .healthy'],
    },
    {
      name: 'key-path',
      path: `/db/view/${encodeURIComponent(KEY)}?from=${from}`,
      ready: ['chord-key-path .badge', 'app-value-view pre'],
    },
    {
      name: 'keys',
      path: `/keys?open=orders%2F&key=${encodeURIComponent(KEY)}`,
      ready: ['tr[data-id="folder orders/"] td.figure:text-is("160")', 'app-value-view pre'],
    },
    {
      name: 'playground',
      path: '/playground#seed=4&nodes=32&script=3000ms,put,3,hello,world;5000ms,crash,7+12;5200ms,lookup,9,hello',
      ready: ['.summary:has-text("2 dead")', '.lines:has-text("finds the owner")'],
    },
  ];
}

await withDemoRing({ port: Number(values.port), nodes: Number(values.nodes) }, async (ring) => {
  const browser = await openBrowser();
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    for (const { name, path, ready } of await picturesOf(ring)) {
      await page.goto('about:blank');
      await page.goto(ring.home + path);
      for (const part of ready) await page.locator(part).first().waitFor();
      await page.screenshot({ path: join(IMAGES, `${name}.png`) });
      console.log(`docs/images/${name}.png`);
    }
  } finally {
    await browser.close();
  }
});
