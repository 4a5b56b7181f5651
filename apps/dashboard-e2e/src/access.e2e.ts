import type { BrowserContextOptions, Page } from 'playwright-core';
import { answered, type NodeProcess, useLab } from './harness/nodes';
import { findings, smallTargets } from './harness/axe';
import { useBrowser } from './harness/browser';
import { overflow, shiftOf, watchShifts } from './harness/ring-page';

const lab = useLab();
const browser = useBrowser();

const WIDTHS = [360, 768, 1440, 2560] as const;
const HEIGHT = 900;
/** What a window of 1,280 px has at 400 % (WCAG 1.4.10). */
const REFLOWED = 320;
const NARROW: BrowserContextOptions = { viewport: { width: 360, height: 740 } };

/** What has to be there before a page is judged. */
const READY: Readonly<Record<string, readonly string[]>> = {
  ring: ['chord-ring svg.ring', 'app-member-panel', 'chord-ring .key-mark'],
  path: [
    'chord-key-path svg.path',
    'chord-hop-measure',
    'app-value-view pre',
    'app-copy-list li dd',
  ],
  keys: ['app-key-table tr[data-id] .figure', 'app-value-view pre'],
  node: ['app-node-page .facts dd', 'app-node-page tbody tr'],
  events: ['app-events-page fieldset', 'app-event-table tbody tr'],
  insights: ['chord-chart-frame', 'chord-matrix rect', 'chord-bars rect'],
  playground: ['chord-swarm canvas', 'app-lamp-list li'],
  tour: ['chord-swarm canvas', 'app-lamp-list li', '.goals li'],
};

describe('for everyone', () => {
  let nodes: NodeProcess[];
  let pages: Record<string, string>;

  beforeAll(async () => {
    // Nodes that stand closer than a finger is wide share its width: they are chosen in the table.
    nodes = await lab.startRing(4, { apart: true });
    const [first, second] = nodes as [NodeProcess, NodeProcess];
    await answered(first.put('/db/keyval', 'this is the data'), 200);
    pages = {
      ring: `http://${first.address}/?node=${second.address}&key=keyval`,
      keys: `http://${first.address}/keys?key=keyval`,
      node: `http://${first.address}/node`,
      events: `http://${first.address}/events`,
      insights: `http://${first.address}/insights`,
      playground: `http://${first.address}/playground#seed=1&nodes=12&at=2000`,
      tour: `http://${first.address}/tour`,
      path: `http://${first.address}/db/view/keyval?from=${second.address}`,
    };
  });

  /** What is drawn follows the window some frames later. */
  const untilFits = (page: Page, width: number) =>
    lab.until(`a page that is ${width} px wide`, async () => {
      const pixels = await overflow(page);
      return pixels === 0 || `it is ${pixels} px wider`;
    });

  it.each(Object.entries(READY))(
    'the page of %s is accessible, fits and stands still, in light and dark from 360 to 2560 px',
    async (name, ready) => {
      const page = await browser.open('about:blank', {
        viewport: { width: WIDTHS[2], height: HEIGHT },
      });
      // The newest event stands before the others.
      await watchShifts(page, 'app-event-table tbody');
      await page.goto(pages[name] ?? '');
      for (const part of ready) await page.locator(part).first().waitFor();
      expect(await shiftOf(page)).toBeLessThan(0.1);
      for (const width of WIDTHS) {
        await page.setViewportSize({ width, height: HEIGHT });
        for (const colorScheme of ['light', 'dark'] as const) {
          await page.emulateMedia({ colorScheme, forcedColors: 'none' });
          const look = `${width} ${colorScheme}`;
          // Dark differs from light by its colours alone.
          const found = await findings(page, colorScheme === 'light' ? 'all' : 'colours');
          expect([look, found]).toEqual([look, []]);
          await browser.shoot(page, `${name}-${width}-${colorScheme}`);
        }
        expect([width, await smallTargets(page)]).toEqual([width, []]);
        await untilFits(page, width);
      }
      await page.setViewportSize({ width: REFLOWED, height: HEIGHT });
      await untilFits(page, REFLOWED);
      await page.emulateMedia({ forcedColors: 'active' });
      expect(await findings(page, 'colours')).toEqual([]);
      await browser.shoot(page, `${name}-forced`);
      expect(browser.faults()).toEqual([]);
    },
  );

  it('is switched to dark and back by hand, which is remembered', async () => {
    const page = await browser.open(pages['keys'] ?? '', { colorScheme: 'light' });
    const background = () =>
      page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
    const light = await background();
    const button = page.getByRole('button', { name: /^Colours/ });
    await button.click();
    await button.click();
    await page.getByRole('button', { name: 'Colours: dark' }).waitFor();
    const dark = await background();
    expect(dark).not.toBe(light);
    await page.reload();
    await page.getByRole('button', { name: 'Colours: dark' }).waitFor();
    expect(await background()).toBe(dark);
  });

  it('names never overlap in the picture', async () => {
    const page = await browser.open(pages['ring'] ?? '', NARROW);
    await page.locator('chord-ring .label').first().waitFor();
    const boxes = () =>
      page
        .locator('chord-ring .label text')
        .evaluateAll((texts) =>
          texts.map((text) => text.getBoundingClientRect().toJSON() as DOMRect),
        );
    const overlaps = (all: readonly DOMRect[]) =>
      all.flatMap((a, index) =>
        all
          .slice(index + 1)
          .filter(
            (b) =>
              a.left < b.right &&
              b.left < a.right &&
              a.top + 2 < b.bottom - 2 &&
              b.top + 2 < a.bottom - 2,
          ),
      );
    // The picture follows the window some frames later.
    await lab.until('all names, side by side', async () => {
      const all = await boxes();
      const covered = overlaps(all).length;
      return (all.length >= 8 && covered === 0) || `${all.length} names, ${covered} overlap`;
    });
  });

  it('loads nothing from another host, and less than 300 kB for the first page', async () => {
    const page = await browser.open('about:blank');
    const hosts = new Set<string>();
    const files: Promise<number>[] = [];
    page.on('request', (request) => hosts.add(new URL(request.url()).host));
    page.on('requestfinished', (request) => {
      const isFile = ['document', 'script', 'stylesheet'].includes(request.resourceType());
      if (isFile)
        files.push(
          request.sizes().then((sizes) => sizes.responseBodySize + sizes.responseHeadersSize),
        );
    });
    await page.goto(pages['ring'] ?? '');
    await page.locator('chord-ring svg.ring').waitFor();
    let bytes = 0;
    // They are told of some moments after the page has them.
    await lab.until('all that the page has loaded', async () => {
      bytes = (await Promise.all(files)).reduce((sum, size) => sum + size, 0);
      return bytes > 50_000 || `${bytes} bytes`;
    });
    expect([...hosts]).toEqual([nodes[0]?.address]);
    expect(bytes).toBeLessThan(300_000);
  });
});
