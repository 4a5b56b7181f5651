// The pages that the tests of one file open in the browser of the run; a page that reports an error fails its test.
import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import { BROWSER_AT } from './browser-server';
import { measured, PATIENCE } from './nodes';
import { askPatiently } from './patient-page';

/** For what a page has to show; generous, because no test is decided by time. */
const PATIENCE_MS = 180_000 * PATIENCE;
/** A node may always say that it cannot serve now; a page that does not get over that lacks what a test waits for. */
const LATER = /status of 50[34] |status of 502 .*\/join\)$/;
/** Chromium drops what it loads when an address of the machine comes or goes. */
const NETWORK_CHANGED = 'net::ERR_NETWORK_CHANGED';
/** Pictures are for people: they take time, and are made when somebody wants to look at them. */
const isShot = process.env['CHORD_SHOTS'] !== undefined;
const SHOTS = join(__dirname, '../../../../dist/screenshots');

/** For the words of a failure. */
const PAGES_SHOWN = 3;
const TEXT_SHOWN = 1_500;
const HUNG_MS = 10_000;

/** The browser for the tests of one file. */
export function useBrowser(): TestBrowser {
  const browser = new TestBrowser();
  beforeAll(() => browser.launch());
  // The environment of tests (tools/jest/test-context.cjs) asks for it.
  Object.assign(globalThis, { explainFailure: () => browser.describePages() });
  afterEach(() => browser.closePages());
  afterAll(() => browser.close());
  return browser;
}

export class TestBrowser {
  private browser: Browser | undefined;
  private laterCount = 0;
  private readonly opened: { page: Page; faults: string[] }[] = [];

  async launch(): Promise<void> {
    // Every file has contexts of its own: nothing is shared but the process.
    this.browser = await chromium.connect(process.env[BROWSER_AT] ?? '');
  }

  /** Empty tabs of one browser window: they share what tabs of a person share. */
  async openTabs(origin: string, count: number): Promise<Page[]> {
    const first = await this.open(origin);
    const others = Array.from({ length: count - 1 }, async () => {
      const page = await first.context().newPage();
      this.watch(page);
      return page;
    });
    return [first, ...(await Promise.all(others))];
  }

  /** As if the person looked at another tab. */
  async hide(page: Page, hidden: boolean): Promise<void> {
    await page.evaluate((isHidden) => {
      Object.defineProperty(document, 'hidden', { configurable: true, get: () => isHidden });
      document.dispatchEvent(new Event('visibilitychange'));
    }, hidden);
  }

  /** A figure for people, which decides nothing. */
  note(name: string, figures: Readonly<Record<string, number>>): void {
    mkdirSync(SHOTS, { recursive: true });
    appendFileSync(join(SHOTS, 'figures.ndjson'), `${JSON.stringify({ name, ...figures })}\n`);
  }

  /** Opens a page. Errors on its console, refusals of its content security policy included, are kept. */
  async open(url: string, options: BrowserContextOptions = {}): Promise<Page> {
    if (!this.browser) throw new Error('the browser is not launched');
    const context = await this.browser.newContext({
      viewport: { width: 1280, height: 900 },
      reducedMotion: 'reduce',
      ...options,
    });
    await askPatiently(context);
    const page = await context.newPage();
    this.watch(page);
    await page.goto(url);
    return page;
  }

  private watch(page: Page): void {
    page.setDefaultTimeout(PATIENCE_MS);
    const faults: string[] = [];
    page.on('pageerror', ({ message }) => faults.push(message));
    page.on('console', (message) => {
      if (message.type() !== 'error') return;
      const fault = `${message.text()} (${message.location().url})`;
      if (LATER.test(fault)) this.laterCount += 1;
      else if (fault.includes(NETWORK_CHANGED)) measured('cut by a change of network', 1, 'file');
      else faults.push(fault);
    });
    page.on('requestfailed', (request) => {
      const isCut = request.failure()?.errorText === NETWORK_CHANGED;
      // A page without its script stays empty; a person would load it anew.
      if (isCut && request.resourceType() === 'script')
        page.once('load', () => void page.reload().catch(() => undefined));
    });
    this.opened.push({ page, faults });
  }

  /** What pages have complained about. `allowed` names complaints that the test provokes. */
  faults(allowed = /$^/): string[] {
    return this.opened.flatMap(({ faults }) => faults).filter((fault) => !allowed.test(fault));
  }

  /** What each page shows and has complained about: for somebody who reads that a test has failed. */
  async describePages(): Promise<string> {
    const shown = this.opened.slice(0, PAGES_SHOWN).map(async ({ page, faults }) => {
      const text = await textOf(page);
      return [`The page ${page.url()} shows:`, text, ...faults].join('\n');
    });
    return (await Promise.all(shown)).join('\n\n');
  }

  /** Keeps a picture for people to look at, with `CHORD_SHOTS=1`. */
  async shoot(page: Page, name: string): Promise<void> {
    if (!isShot) return;
    mkdirSync(SHOTS, { recursive: true });
    await page.screenshot({ path: join(SHOTS, `${name}.png`), fullPage: true });
  }

  async closePages(): Promise<void> {
    const contexts = new Set(this.opened.splice(0).map(({ page }) => page.context()));
    await Promise.all([...contexts].map((context) => context.close()));
  }

  async close(): Promise<void> {
    if (this.laterCount > 0) measured('answers 503 to pages', this.laterCount, 'in all');
    await this.browser?.close();
  }
}

function textOf(page: Page): Promise<string> {
  return page
    .locator('body')
    .innerText({ timeout: HUNG_MS })
    .then((text) => text.slice(0, TEXT_SHOWN))
    .catch((error: unknown) => `(nothing that can be read: ${String(error)})`);
}
