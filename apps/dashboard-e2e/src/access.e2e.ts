import type { BrowserContextOptions } from 'playwright-core';
import { type NodeProcess, useLab } from './harness/nodes';
import { seriousFindings, smallTargets } from './harness/axe';
import { useBrowser } from './harness/browser';
import { overflow } from './harness/ring-page';

const lab = useLab();
const browser = useBrowser();

const LOOKS: Readonly<Record<string, BrowserContextOptions>> = {
  light: {},
  dark: { colorScheme: 'dark' },
  narrow: { viewport: { width: 360, height: 740 } },
  'narrow-dark': { viewport: { width: 360, height: 740 }, colorScheme: 'dark' },
  large: { viewport: { width: 2560, height: 1440 } },
  forced: { forcedColors: 'active' },
};

/** What has to be there before a page is judged. */
const READY: Readonly<Record<string, readonly string[]>> = {
  ring: ['chord-ring svg.ring', 'app-member-panel', 'chord-ring .key-mark'],
  path: ['chord-key-path svg.path', 'chord-hop-measure', 'app-value-view pre'],
  keys: ['app-keys-page tbody tr', 'app-value-view pre'],
  node: ['app-node-page .facts dd', 'app-node-page tbody tr'],
  events: ['app-events-page fieldset'],
};

describe('for everyone', () => {
  let nodes: NodeProcess[];
  let pages: Record<string, string>;

  beforeAll(async () => {
    nodes = await lab.startRing(4);
    const [first, second] = nodes as [NodeProcess, NodeProcess];
    await first.put('/db/keyval', 'this is the data');
    pages = {
      ring: `http://${first.address}/?node=${second.address}&key=keyval`,
      keys: `http://${first.address}/keys?key=keyval`,
      node: `http://${first.address}/node`,
      events: `http://${first.address}/events`,
      path: `http://${first.address}/db/view/keyval?from=${second.address}`,
    };
  });

  describe.each(Object.entries(READY))('the page of %s', (name, ready) => {
    it.each(Object.keys(LOOKS))(
      'is accessible, fits and complains about nothing: %s',
      async (look) => {
        const page = await browser.open(pages[name] ?? '', LOOKS[look]);
        for (const part of ready) await page.locator(part).first().waitFor();
        expect(await seriousFindings(page)).toEqual([]);
        expect(await smallTargets(page)).toEqual([]);
        expect(await overflow(page)).toBeLessThanOrEqual(0);
        await browser.shoot(page, `${name}-${look}`);
        expect(browser.faults()).toEqual([]);
      },
    );
  });

  it('names never overlap in the picture', async () => {
    const page = await browser.open(pages['ring'] ?? '', LOOKS['narrow']);
    await page.locator('chord-ring .label').first().waitFor();
    const boxes = await page
      .locator('chord-ring .label text')
      .evaluateAll((texts) =>
        texts.map((text) => text.getBoundingClientRect().toJSON() as DOMRect),
      );
    const overlaps = boxes.flatMap((a, index) =>
      boxes
        .slice(index + 1)
        .filter(
          (b) =>
            a.left < b.right &&
            b.left < a.right &&
            a.top + 2 < b.bottom - 2 &&
            b.top + 2 < a.bottom - 2,
        ),
    );
    expect(boxes.length).toBeGreaterThanOrEqual(8);
    expect(overlaps).toEqual([]);
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
    const bytes = (await Promise.all(files)).reduce((sum, size) => sum + size, 0);
    expect([...hosts]).toEqual([nodes[0]?.address]);
    expect(bytes).toBeGreaterThan(50_000);
    expect(bytes).toBeLessThan(300_000);
  });
});
