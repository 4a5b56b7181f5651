// Makes the pictures of the README anew, from a live ring: npm run pictures (needs Chromium, and `npx nx build node` before).
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import { ensureChromium } from './lib/chromium.mjs';
import { root } from './lib/root.mjs';

const { values } = parseArgs({
  options: { port: { type: 'string', default: '5100' }, nodes: { type: 'string', default: '8' } },
});
const ports = Array.from({ length: Number(values.nodes) }, (_, at) => Number(values.port) + at);
const home = `http://localhost:${ports[0]}`;
const IMAGES = join(root, 'docs/images');
const folder = await mkdtemp(join(tmpdir(), 'chord-pictures-'));
const nodes = ports.map((port) =>
  spawn(
    process.execPath,
    [
      join(root, 'dist/apps/node/main.mjs'),
      ...['--port', port, '--data-dir', join(folder, String(port))].map(String),
      ...(port === ports[0] ? [] : ['--join', `localhost:${ports[0]}`]),
    ],
    { stdio: 'ignore' },
  ),
);

/**
 * Asks until the answer is as wanted.
 * @param {string} path
 * @param {(answer: any) => boolean} isSo
 */
async function until(path, isSo) {
  for (;;) {
    const answer = await fetch(home + path).catch(() => undefined);
    if (answer?.ok && isSo(await answer.json().catch(() => ({})))) return;
    await pause(200);
  }
}

async function fill() {
  await until(
    '/api/v1/ring',
    ({ health, total }) => total === ports.length && health.state === 'healthy',
  );
  for (let number = 0; number < 240; number += 1)
    await fetch(`${home}/db/${number % 3 === 0 ? 'users' : 'orders'}%2F${number}`, {
      method: 'PUT',
      body: `value ${number}`,
    });
}

/** The node from which the way to a key is longest. @param {string} key */
async function farthest(key) {
  const lookups = await Promise.all(
    ports.map(async (port) => {
      const answer = await fetch(`http://localhost:${port}/api/v1/lookups/${key}`);
      const { hops } = /** @type {{ hops: unknown[] }} */ (await answer.json());
      return { port, hops: hops.length };
    }),
  );
  return lookups.reduce((a, b) => (b.hops > a.hops ? b : a)).port;
}

/** @param {import('playwright-core').Browser} browser */
async function shoot(browser) {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  const picture = async (
    /** @type {string} */ name,
    /** @type {string} */ path,
    /** @type {readonly string[]} */ ready,
  ) => {
    await page.goto('about:blank');
    await page.goto(home + path);
    for (const part of ready) await page.locator(part).first().waitFor();
    await page.screenshot({ path: join(IMAGES, `${name}.png`) });
    console.log(`docs/images/${name}.png`);
  };
  await picture('dashboard', `/?node=localhost:${ports[2]}`, [
    'chord-ring svg.ring',
    'app-member-panel',
    'app-health-line .healthy',
  ]);
  const key = 'users%2F42';
  await picture('key-path', `/db/view/${key}?from=localhost:${await farthest(key)}`, [
    'chord-key-path .badge',
    'app-value-view pre',
  ]);
  await picture(
    'playground',
    '/playground#seed=4&nodes=32&script=3000ms,put,3,hello,world;5000ms,crash,7+12;5200ms,lookup,9,hello&at=11400',
    ['chord-swarm canvas', 'app-lamp-list li'],
  );
}

try {
  const { path, advice } = await ensureChromium();
  if (!path) throw new Error(advice);
  await fill();
  const browser = await chromium.launch({ executablePath: path, args: ['--no-sandbox'] });
  try {
    await shoot(browser);
  } finally {
    await browser.close();
  }
} finally {
  for (const node of nodes) node.kill('SIGKILL');
  await rm(folder, { recursive: true, force: true });
}
