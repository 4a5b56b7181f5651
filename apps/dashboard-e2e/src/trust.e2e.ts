// The dashboard in an incident: many tabs, lost keys, lost members, an old tab, a frozen page.
import { answered, joinAll, type NodeProcess, oracleOf, seed, useLab } from './harness/nodes';
import { useBrowser } from './harness/browser';
import { ringOf, untilNodes, untilText } from './harness/ring-page';

const lab = useLab();
const browser = useBrowser();

const TABS = 20;
const KEYS = 120;
const LOOKUPS_A_SECOND = 50;
const homeOf = (node: NodeProcess, path = '/'): string => `http://${node.address}${path}`;

interface Ring {
  readonly members: readonly {
    node: { address: string };
  }[];
  readonly unserved: readonly { keys: number; members: string[] }[];
  readonly lost: readonly { node: { address: string } }[];
  readonly health: { state: string };
}

const ringAt = async (node: NodeProcess): Promise<Ring> =>
  (await answered(node.get('/api/v1/ring'), 200)).json<Ring>();

async function streamsAt(node: NodeProcess): Promise<number> {
  const { text } = await answered(node.get('/metrics'), 200);
  return Number(/^chord_event_streams (\d+)$/m.exec(text)?.[1]);
}

describe('twenty tabs on one node', () => {
  let nodes: NodeProcess[];
  let first: NodeProcess;

  beforeAll(async () => {
    nodes = await lab.startRing(3);
    first = nodes[0] as NodeProcess;
  });
  afterAll(() => lab.clear());

  it('load, share one stream, and all follow a change', async () => {
    const [one, ...others] = await browser.openTabs(homeOf(first), TABS);
    if (!one) throw new Error('no tab was opened');
    const tabs = [one, ...others];
    const tookMs: number[] = [];
    for (const page of tabs) {
      const startMs = performance.now();
      await page.goto(homeOf(first));
      await ringOf(page).waitFor();
      await untilText(page, 'app-live-status', 'Live');
      tookMs.push(performance.now() - startMs);
    }
    await lab.until('two streams at most', async () => {
      const streams = await streamsAt(first);
      return streams <= 2 || `${streams} streams are open`;
    });

    const [fourth] = (await lab.start(1)) as [NodeProcess];
    await joinAll(first, [fourth]);
    await lab.untilOneRing([...nodes, fourth]);
    const startMs = performance.now();
    await Promise.all(tabs.map((page) => untilNodes(page, 4)));
    browser.note('twenty tabs', {
      slowestMs: Math.round(Math.max(...tookMs)),
      followedMs: Math.round(performance.now() - startMs),
      streams: await streamsAt(first),
    });
    expect(browser.faults()).toEqual([]);
  });

  it('show the present again after a tab was hidden, and hidden ones read nothing', async () => {
    const page = await browser.open(homeOf(first));
    await untilNodes(page, 4);
    await browser.hide(page, true);
    await lab.until('no stream', async () => {
      const streams = await streamsAt(first);
      return streams === 0 || `${streams} streams are open`;
    });
    await browser.hide(page, false);
    await lab.until('a stream', async () => (await streamsAt(first)) === 1 || 'none');
    await untilText(page, 'app-live-status', 'Live');
  });

  it('call a frozen picture stale, and look it', async () => {
    const page = await browser.open(homeOf(first));
    await untilNodes(page, 4);
    first.suspend();
    try {
      await untilText(page, 'app-live-status', 'Stale');
      await page.locator('chord-ring .frame.stale').waitFor();
      await page.locator('app-health-line .old').waitFor();
      await page.locator('app-invariant-list.old').waitFor();
      await page.locator('chord-ring-table.old').waitFor();
      await browser.shoot(page, 'stale');
    } finally {
      first.wake();
    }
    await untilText(page, 'app-live-status', 'Live');
    await page.locator('chord-ring .frame:not(.stale)').waitFor();
    await page.locator('app-health-line .healthy').waitFor();
  });

  it('get the new build when a part of the page is gone, or say that there is one', async () => {
    const page = await browser.open(homeOf(first));
    await untilNodes(page, 4);
    let refusals = 1;
    await page.route(/chunk-.*\.js$/, (route) => {
      refusals -= 1;
      return refusals >= 0 ? route.fulfill({ status: 404, body: '' }) : route.continue();
    });
    await page.getByRole('link', { name: 'Keys', exact: true }).click();
    await page.waitForURL(/\/keys$/);
    await page.getByRole('heading', { name: 'Keys', exact: true }).waitFor();

    await page.unroute(/chunk-.*\.js$/);
    const known = await page.evaluate(() =>
      performance.getEntriesByType('resource').map(({ name }) => name),
    );
    await page.route(/chunk-.*\.js$/, (route) =>
      known.includes(route.request().url())
        ? route.continue()
        : route.fulfill({ status: 404, body: '' }),
    );
    await page.getByRole('link', { name: 'Events', exact: true }).click();
    await page.getByRole('heading', { name: 'A new version is there' }).waitFor();
    expect(browser.faults(/404|dynamically imported|NG0|ChunkLoad/)).toEqual([]);
  });
});

describe('a ring of twelve of which two neighbours are killed', () => {
  let nodes: NodeProcess[];
  let watcher: NodeProcess;
  let gone: NodeProcess[];

  beforeAll(async () => {
    // Each can be pointed at, and there are keys on each arc.
    nodes = await lab.startRing(12, { apart: true });
    const keys = oracleOf(nodes).keysOfEach(KEYS, 'key-');
    await seed(
      nodes,
      keys.map((key) => [key, `value of ${key}`]),
    );
    await lab.untilHealthy(nodes);
    const { members } = await ringAt(nodes[0] as NodeProcess);
    const byAddress = new Map(nodes.map((node) => [node.address, node]));
    const inOrder = members.map(({ node }) => byAddress.get(node.address) as NodeProcess);
    // It tells the faults that it meets itself: it stands before those that are killed, and asks both of them.
    watcher = inOrder[4] as NodeProcess;
    gone = inOrder.slice(5, 7);
  });

  /** Lookups all the while, so that their events would push out others. */
  async function underLoad<T>(work: () => Promise<T>): Promise<T> {
    let count = 0;
    const underWay = new Set<Promise<unknown>>();
    const load = setInterval(() => {
      const asking = watcher.once('GET', `/db/path/any-${(count += 1)}`).catch(() => undefined);
      underWay.add(asking);
      void asking.then(() => underWay.delete(asking));
    }, 1_000 / LOOKUPS_A_SECOND);
    const startMs = performance.now();
    try {
      return await work();
    } finally {
      clearInterval(load);
      await Promise.all(underWay);
      browser.note('load', {
        perSecond: Math.round((1000 * count) / (performance.now() - startMs)),
      });
    }
  }

  it('says in red what cannot be read and whom to start, keeps ghosts and events, and gets well', async () => {
    const page = await browser.open(homeOf(watcher), { viewport: { width: 1440, height: 900 } });
    await untilNodes(page, 12);
    await page.locator('app-health-line .healthy').waitFor();
    const [victim, other] = gone as [NodeProcess, NodeProcess];

    await underLoad(async () => {
      const startMs = performance.now();
      await Promise.all(gone.map((node) => node.kill()));
      await page.locator('app-trouble-note').waitFor();
      const redMs = Math.round(performance.now() - startMs);
      await untilText(page, 'app-trouble-note .cure', 'again');
      await page.waitForFunction(
        (names) =>
          names.every((name) =>
            document.querySelector('app-trouble-note')?.textContent?.includes(`${name} (missing)`),
          ),
        gone.map(({ address }) => address),
      );
      await untilText(page, 'app-trouble-note h2', 'cannot be read');
      await page.locator('chord-ring path.unread').first().waitFor();
      await untilText(page, 'app-invariant-list .broken', 'Read quorum');
      expect(await page.locator('app-health-line .healthy').count()).toBe(0);
      expect(await page.locator('app-trouble-note').textContent()).not.toContain('Nothing');
      browser.note('two of twelve killed', { redMs });

      await page.waitForFunction(
        (names) =>
          names.every((name) =>
            document.querySelector(`chord-ring [data-tone=ghost][data-address="${name}"]`),
          ),
        gone.map(({ address }) => address),
      );
      await browser.shoot(page, 'two-of-twelve');
      await page.locator(`chord-ring [role=option][data-address="${victim.address}"]`).click();
      await untilText(page, 'app-member-panel', 'lost');
      await untilText(page, 'app-member-panel', `--port ${victim.port}`);
    });

    const events = await browser.open(homeOf(watcher, '/events'));
    await untilText(events, 'app-event-table .bad', 'peer-failed');
    for (const { address } of gone) await untilText(events, 'app-event-table', address);
    await browser.shoot(events, 'events-after-a-crash');

    const startMs = performance.now();
    await other.start();
    const startedMs = performance.now();
    await page.locator('app-trouble-note').waitFor({ state: 'detached' });
    const readableMs = performance.now();
    await page.locator('app-health-line .healthy').waitFor();
    browser.note('one of the two of twelve started again', {
      servesMs: Math.round(startedMs - startMs),
      everyKeyReadMs: Math.round(readableMs - startMs),
      healthyMs: Math.round(performance.now() - startMs),
    });
    await browser.shoot(page, 'one-of-two-is-back');
    await victim.start();
    await page.waitForFunction(
      () => document.querySelectorAll('chord-ring [data-tone=ghost]').length === 0,
    );
    await untilNodes(page, 12);
    await page.locator('app-health-line .healthy').waitFor();
    expect(browser.faults()).toEqual([]);
  });
});
