import { answered, type NodeProcess, textOf, useLab } from './harness/nodes';
import { findings } from './harness/axe';
import { useBrowser } from './harness/browser';
import { untilText } from './harness/ring-page';
import type { Page } from 'playwright-core';

const lab = useLab();
const browser = useBrowser();

interface Lookup {
  readonly path: readonly { readonly printedId: string }[];
  readonly hops: readonly {
    readonly from: { readonly address: string };
    readonly to: { readonly address: string };
    readonly via: { readonly kind: string; readonly index: number | null };
  }[];
}

interface Copies {
  readonly agree: boolean;
  readonly replicas: readonly {
    readonly node: { readonly address: string };
    readonly state: string;
  }[];
}

const KEY = 'Straße 5/ü?';

/** The hops in the list, as `FROM TO`, with commas between them. */
function hopsShown(page: Page): Promise<string> {
  return page
    .locator('chord-hop-list li')
    .evaluateAll((rows) =>
      rows
        .map((row) =>
          [...row.querySelectorAll('.address')]
            .map((one) => one.textContent?.replace('→', '').trim())
            .join(' '),
        )
        .join(', '),
    );
}

describe('the page of a key', () => {
  let nodes: NodeProcess[];
  let first: NodeProcess;

  const view = (key: string, query = ''): string =>
    `http://${first.address}/db/view/${encodeURIComponent(key)}${query}`;

  /** The path by ids that the plain-text API tells. */
  const hopsFrom = async (node: NodeProcess, key: string): Promise<number> =>
    (await textOf(node.get(`/db/path/${encodeURIComponent(key)}`))).trim().split('\n').length - 1;

  /** A node with the longest path to a key; in a ring of several nodes that has a hop at least. */
  const farthestFrom = async (key: string): Promise<{ node: NodeProcess; hops: number }> => {
    const all = await Promise.all(
      nodes.map(async (node) => ({ node, hops: await hopsFrom(node, key) })),
    );
    return all.reduce((a, b) => (b.hops > a.hops ? b : a));
  };

  beforeAll(async () => {
    nodes = await lab.startRing(4);
    first = nodes[0] as NodeProcess;
    // Paths change until all know each other.
    await lab.untilHealthy(nodes);
  });

  it('follows a put: from the form to the path and the value', async () => {
    const page = await browser.open(`http://${first.address}/`);
    await page.getByLabel('Key', { exact: true }).fill(KEY);
    await page.getByLabel('Value', { exact: true }).fill('this is the data');
    await page.getByRole('button', { name: 'Put', exact: true }).click();
    await untilText(page, 'app-value-panel .words', 'Stored at');
    await page.getByRole('link', { name: 'Show its path' }).click();
    await page.waitForURL(view(KEY));
    await untilText(page, 'h1', KEY);
    await untilText(page, 'app-value-view pre', 'this is the data');
    expect(await page.title()).toBe(`Path of ${KEY} · ${first.address}`);
    await browser.shoot(page, 'key-path');
    expect(browser.faults()).toEqual([]);
  });

  it('shows the path from any chosen start node', async () => {
    const page = await browser.open(view(KEY));
    const lengths: number[] = [];
    for (const node of nodes) {
      await page.getByLabel('Asked at').selectOption(node.address);
      const path = encodeURIComponent(KEY);
      let lookup = { path: [], hops: [] } as unknown as Lookup;
      await lab.until(`the path from ${node.address}`, async () => {
        await untilText(page, 'chord-key-path .caption', node.address);
        lookup = JSON.parse(await textOf(node.get(`/api/v1/lookups/${path}`))) as Lookup;
        const told = await textOf(node.get(`/db/path/${path}`));
        const hops = lookup.hops.map(({ from, to }) => `${from.address} ${to.address}`).join(', ');
        const shown = await hopsShown(page);
        if (shown === hops && told.trim() === lookup.path.map((one) => one.printedId).join('\n'))
          return true;
        // A member that was too busy to answer once makes a longer way, and the page shows the one that was gone.
        await page.reload();
        return `shown: ${shown}; looked up: ${hops}; told: ${told}`;
      });
      const expected = lookup.hops.length;
      expect(new URL(page.url()).searchParams.get('from')).toBe(node.address);
      expect(await page.locator('chord-key-path .badge').count()).toBe(expected);
      const reasons = await page.locator('chord-hop-list .why').allTextContents();
      lookup.hops.forEach(({ via }, at) =>
        expect(reasons[at]).toMatch(via.kind === 'finger' ? `finger ${via.index} is` : /successor/),
      );
      lengths.push(expected);
    }
    expect(Math.min(...lengths)).toBe(0);
    expect(Math.max(...lengths)).toBeGreaterThan(0);
    expect(browser.faults()).toEqual([]);
  });

  it('says that the owner itself needs no hop', async () => {
    const path = `/api/v1/lookups/${encodeURIComponent(KEY)}`;
    const lookup = JSON.parse(await textOf(first.get(path)));
    const page = await browser.open(view(KEY, `?from=${lookup.owner.address}`));
    await untilText(page, 'chord-key-path .caption', 'no hop is needed');
    await browser.shoot(page, 'key-path-own');
  });

  it('is stepped through, and the step is in the address', async () => {
    const { node: farthest } = await farthestFrom(KEY);
    const page = await browser.open(view(KEY, `?from=${farthest.address}`));
    await page.getByRole('button', { name: 'To the start' }).click();
    await page.waitForURL(/step=0/);
    await untilText(page, 'chord-key-path .caption', 'is asked for the key');
    await page.getByRole('slider', { name: 'Hops shown' }).focus();
    await page.keyboard.press('ArrowRight');
    await page.waitForURL(/step=1/);
    await untilText(page, 'chord-key-path .caption', 'Hop 1:');
    await browser.shoot(page, 'key-path-step');
  });

  it('plays for those who want movement', async () => {
    const { node, hops } = await farthestFrom('played');
    const page = await browser.open(view('played', `?from=${node.address}`), {
      reducedMotion: 'no-preference',
    });
    // It is there for little more than a second, and a page that stands still meanwhile draws no frame with it.
    await page.evaluate(() => {
      const isThere = () => document.querySelector('chord-key-path .traveller') !== null;
      new MutationObserver(() => {
        if (isThere()) document.documentElement.dataset['travelled'] = 'yes';
      }).observe(document.body, { childList: true, subtree: true });
    });
    await page.getByRole('button', { name: 'Play' }).click();
    await page.locator('[data-travelled]').waitFor();
    await page.locator('chord-key-path .traveller').waitFor({ state: 'detached' });
    expect(await page.locator('chord-key-path .badge').count()).toBe(hops);
  });

  it('shows the copies side by side, and follows a write', async () => {
    await answered(first.put('/db/copied', 'this is the data'), 200);
    let replicas: Copies['replicas'] = [];
    await lab.until('three copies that agree', async () => {
      const told = JSON.parse(await textOf(first.get('/api/v1/keys/copied/replicas'))) as Copies;
      replicas = told.replicas;
      const states = replicas.map(({ state }) => state).join();
      return (told.agree && states === 'value,value,value') || states;
    });
    const page = await browser.open(view('copied'));
    await untilText(page, 'app-copy-list .sentence', 'All 3 copies are the same.');
    const shown = await page.locator('app-copy-list h3').allTextContents();
    expect(shown.map((text) => text.trim())).toEqual(replicas.map(({ node }) => node.address));
    await answered(first.put('/db/copied', 'and this is more of it'), 200);
    await untilText(page, 'app-copy-list li', '22 B');
    await untilText(page, 'app-copy-list .sentence', 'All 3 copies are the same.');
    expect(browser.faults()).toEqual([]);
  });

  it('says which copy is behind, and since when, and which does not answer', async () => {
    await answered(first.put('/db/behind', 'this is the data'), 200);
    const page = await browser.open('about:blank');
    await page.route('**/api/v1/keys/behind/replicas', async (route) => {
      const told = (await (await route.fetch()).json()) as Copies;
      const [owner, late, ...others] = told.replicas;
      const missed = { version: '1-0-ab-00000000', behindSince: new Date(0).toISOString() };
      const silent = { state: 'silent', version: null, modifiedAt: null, code: 'TIMEOUT' };
      const replicas = [
        owner,
        { ...late, ...missed },
        ...others.map((other) => ({ ...other, ...silent })),
      ];
      await route.fulfill({ json: { ...told, replicas, agree: false } }).catch(() => undefined);
    });
    await page.goto(view('behind'));
    await untilText(page, 'app-copy-list .sentence.odd', '2 of 3 copies differ:');
    await untilText(page, 'app-copy-list li.odd', '(older)');
    await untilText(page, 'app-copy-list li.odd strong', 'misses what was written');
    await untilText(page, 'app-copy-list li.odd', 'does not answer (TIMEOUT)');
    expect(await findings(page)).toEqual([]);
    await browser.shoot(page, 'key-path-copy-behind');
    await page.unrouteAll({ behavior: 'ignoreErrors' });
    // While they differ they are compared again without being asked to.
    await untilText(page, 'app-copy-list .sentence', 'All 3 copies are the same.');
    expect(browser.faults()).toEqual([]);
  });

  it('shows a key without a value as such, path included', async () => {
    const page = await browser.open(view('never put'));
    await untilText(page, '.facts', 'none stored');
    await page.locator('chord-key-path svg.path').waitFor();
    expect(browser.faults()).toEqual([]);
  });

  it('shows hidden signs of keys and values written out, and runs nothing of them', async () => {
    const key = '<script>alert(1)</script>\u202etxt';
    const value = '<img src=x onerror=alert(1)>\u0007';
    await answered(first.put(`/db/${encodeURIComponent(key)}`, value), 200);
    const page = await browser.open(view(key));
    await untilText(page, 'h1', '<script>alert(1)</script>\\u{202e}txt');
    await untilText(page, 'app-value-view pre', '<img src=x onerror=alert(1)>\\u{7}');
    expect(browser.faults()).toEqual([]);
  });
});
