// One seed has one history in Node and in a worker of Chromium. Reported as skipped where there is no Chromium.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { chromium } from 'playwright-core';
import { drawAnyPlan, runAnyPlan, type AnyMode } from '../fuzz/any-plan';
import { testHost } from './node-host';

const PLACES = [process.env['CHROMIUM_PATH'], '/usr/bin/chromium', '/usr/bin/chromium-browser'];
const browserPath = PLACES.find((path) => path !== undefined && existsSync(path));

/** The program of the worker: the same plans, with the host of a browser. */
const WORKER = `
import { drawAnyPlan, runAnyPlan } from './index';
const host = {
  takeTurns: (step) => new Promise((resolve, reject) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      try {
        if (step()) port2.postMessage(0);
        else resolve();
      } catch (error) {
        reject(error);
      }
    };
    port2.postMessage(0);
  }),
};
onmessage = async ({ data }) => {
  const outcomes = [];
  for (const [seed, mode] of data)
    outcomes.push(await runAnyPlan(host, drawAnyPlan(seed, mode), { logging: 'hash' }));
  postMessage(outcomes);
};`;

const PLANS: readonly [number, AnyMode][] = [
  [11, 'safe'],
  [12, 'rough'],
  [13, 'values'],
];

async function bundledWorker(): Promise<string> {
  const folder = join(__dirname, '..');
  const { outputFiles } = await build({
    stdin: { contents: WORKER, resolveDir: folder, loader: 'ts' },
    bundle: true,
    write: false,
    format: 'iife',
    target: 'es2022',
    tsconfig: join(folder, '../../../tsconfig.base.json'),
  });
  return outputFiles[0]?.text ?? '';
}

async function outcomesInWorker(script: string): Promise<unknown> {
  const browser = await chromium.launch({
    executablePath: browserPath as string,
    args: ['--no-sandbox'],
    timeout: 0,
  });
  try {
    const page = await browser.newPage();
    page.setDefaultTimeout(0);
    await page.route('http://localhost/**', (route) =>
      route.request().url().endsWith('.js')
        ? route.fulfill({ contentType: 'text/javascript', body: script })
        : route.fulfill({ contentType: 'text/html', body: '<title>worker</title>' }),
    );
    await page.goto('http://localhost/');
    const inPage = `new Promise((resolve, reject) => {
      const worker = new Worker('/worker.js');
      worker.onmessage = ({ data }) => resolve(data);
      worker.onerror = ({ message }) => reject(new Error(message));
      worker.postMessage(${JSON.stringify(PLANS)});
    })`;
    return await page.evaluate(inPage);
  } finally {
    await browser.close();
  }
}

describe('the history of a seed', () => {
  const runs = browserPath ? it : it.skip;
  runs(
    `is the same in Node and in a worker of Chromium${browserPath ? '' : ' (no Chromium here: set CHROMIUM_PATH)'}`,
    async () => {
      const here = [];
      for (const [seed, mode] of PLANS)
        here.push(await runAnyPlan(testHost, drawAnyPlan(seed, mode), { logging: 'hash' }));
      const there = await outcomesInWorker(await bundledWorker());
      expect(there).toEqual(JSON.parse(JSON.stringify(here)));
      expect(here[0]?.hash).not.toBe(here[1]?.hash);
    },
  );
});
