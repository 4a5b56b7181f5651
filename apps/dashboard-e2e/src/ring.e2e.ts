import { answered, type NodeProcess, textOf, useLab } from './harness/nodes';
import { useBrowser } from './harness/browser';
import { marks, pressIfThere, ringOf, untilNodes, untilText } from './harness/ring-page';

const lab = useLab();
const browser = useBrowser();

const homeOf = (node: NodeProcess, path = '/'): string => `http://${node.address}${path}`;

describe('the ring page', () => {
  let nodes: NodeProcess[];
  let first: NodeProcess;

  beforeAll(async () => {
    nodes = await lab.start(4);
    first = nodes[0] as NodeProcess;
  });

  it('of one node explains and shows how to add a second one', async () => {
    const page = await browser.open(homeOf(first));
    await untilNodes(page, 1);
    await untilText(page, 'app-first-steps', `npx nx serve node --port ${first.port + 1}`);
    await untilText(page, 'app-first-steps', `--request PUT "${first.address}/dht/join"`);
    await browser.shoot(page, 'ring-of-one');
    expect(browser.faults()).toEqual([]);
  });

  it('joins the other nodes by its form and then shows four', async () => {
    const page = await browser.open(homeOf(first));
    const others = nodes.slice(1).map(({ address }) => address);
    await page.getByLabel('Addresses, one a line').fill(others.join('\n'));
    await page.getByRole('button', { name: 'Join 3 nodes' }).click();
    await untilNodes(page, 4);
    expect((await marks(page)).sort()).toEqual(nodes.map(({ address }) => address).sort());
    await lab.untilOneRing(nodes);
    await untilText(page, 'app-health-line .sentence', '4 nodes');
    await browser.shoot(page, 'ring-of-four');
    expect(browser.faults()).toEqual([]);
  });

  it('says which address of a join failed and why', async () => {
    const page = await browser.open(homeOf(first));
    await page.getByLabel('Addresses, one a line').fill('not an address');
    await page.getByRole('button', { name: /^Join/ }).last().click();
    await page.getByRole('alert').first().waitFor();
    expect(browser.faults(/Failed to load resource/)).toEqual([]);
  });

  it('puts, gets and deletes a key, and marks it in the ring', async () => {
    const page = await browser.open(homeOf(first));
    await untilNodes(page, 4);
    await page.getByLabel('Key', { exact: true }).fill('a/b?c=ü');
    await page.getByLabel('Value', { exact: true }).fill('this is the data');
    await page.getByRole('button', { name: 'Put', exact: true }).click();
    await untilText(page, 'app-value-panel .words', 'Stored at');
    await page.waitForURL(/[?&]key=a/);
    await page.locator('chord-ring .key-mark').waitFor();
    expect(await textOf((nodes[2] as NodeProcess).get('/db/a%2Fb%3Fc%3D%C3%BC'))).toBe(
      'this is the data',
    );

    await untilText(page, 'app-value-view pre', 'this is the data');
    await page.getByRole('button', { name: 'Hex' }).click();
    await untilText(page, 'app-value-view pre', '74 68 69 73');
    // What was read anew is still looked at in the same way.
    await page.getByRole('button', { name: 'Get', exact: true }).click();
    await page.locator('app-value-panel .words').waitFor({ state: 'detached' });
    await untilText(page, 'app-value-view pre', '74 68 69 73');
    await browser.shoot(page, 'ring-with-key');

    await page.getByRole('button', { name: 'Delete', exact: true }).click();
    await page.getByRole('button', { name: 'Yes, delete it' }).click();
    await untilText(page, 'app-value-panel .words', 'Deleted.');
    expect(
      (await answered(first.get('/db/a%2Fb%3Fc%3D%C3%BC'), 200)).headers['x-chord-found'],
    ).toBe('false');
    expect(browser.faults()).toEqual([]);
  });

  it('puts a file with its own bytes and type', async () => {
    const page = await browser.open(homeOf(first));
    await page.getByLabel('Key', { exact: true }).fill('dot.png');
    const bytes = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 255]);
    await page
      .locator('input[type=file]')
      .setInputFiles({ name: 'dot.png', mimeType: 'image/png', buffer: bytes });
    await page.getByRole('button', { name: 'Put', exact: true }).click();
    await untilText(page, 'app-value-panel .words', 'Stored at');
    await page.getByRole('button', { name: 'Get', exact: true }).click();
    await untilText(page, 'app-value-view', 'image/png');
    await untilText(page, 'app-value-view pre', '89 50 4e 47 00 ff');
  });

  it('is walked by the keyboard alone, and the address keeps what is selected', async () => {
    const page = await browser.open(homeOf(first));
    await untilNodes(page, 4);
    const order = await marks(page);
    await ringOf(page).focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await page.waitForURL(`**/?node=${encodeURIComponent(order[1] ?? '').replace('%3A', ':')}`);
    await untilText(page, 'app-member-panel h2', order[1] ?? '');
    await page.locator('chord-ring path.finger[d^=M]').first().waitFor({ state: 'attached' });
    await browser.shoot(page, 'ring-selected');

    await page.keyboard.press('f');
    await page.waitForFunction(
      () => document.querySelectorAll('chord-ring svg.ring .finger').length === 0,
    );
    await page.keyboard.press('?');
    await page.getByRole('heading', { name: 'Keys of the ring' }).waitFor();
    await page.keyboard.press('Escape');
    await ringOf(page).focus();
    await page.keyboard.press('/');
    await page.keyboard.type(order[2] ?? '');
    await page.keyboard.press('Enter');
    await untilText(page, 'app-member-panel h2', order[2] ?? '');

    await page.goBack();
    await untilText(page, 'app-member-panel h2', order[1] ?? '');
    await page.goBack();
    await page.locator('app-member-panel').waitFor({ state: 'detached' });
    expect(browser.faults()).toEqual([]);
  });

  it('opens at /dht/peers/view too, with a node selected by the address', async () => {
    const page = await browser.open(homeOf(first, `/dht/peers/view?node=${nodes[3]?.address}`));
    await untilText(page, 'app-member-panel h2', nodes[3]?.address ?? '');
    expect(await page.title()).toBe(`Ring · ${first.address}`);
  });

  it('has a twin table', async () => {
    const page = await browser.open(homeOf(first));
    await untilNodes(page, 4);
    const rows = page.locator('chord-ring-table tbody tr');
    await lab.until('four rows', async () => (await rows.count()) === 4 || `${await rows.count()}`);
    await rows.nth(2).getByRole('button').click();
    await untilText(page, 'app-member-panel h2', (await marks(page))[2] ?? '');
  });

  it('previews what a leave would move, and moves nothing when the person stays', async () => {
    const page = await browser.open(homeOf(first));
    await untilNodes(page, 4);
    await page.getByRole('button', { name: 'Leave the ring…' }).click();
    await untilText(page, 'app-leave-button dialog', 'the process stops');
    await page.getByRole('button', { name: 'Stay' }).click();
    await lab.untilListed(nodes);
  });

  it('shows a killed node go and the ring heal', async () => {
    const page = await browser.open(homeOf(first));
    await untilNodes(page, 4);
    const victim = nodes[3] as NodeProcess;
    await lab.untilHealthy(nodes);
    await victim.kill();
    await untilNodes(page, 3);
    expect(await marks(page)).not.toContain(victim.address);
    await lab.untilOneRing(nodes.slice(0, 3));
    await page.locator('app-health-line .healthy').waitFor();
    await browser.shoot(page, 'ring-healed');
  });

  it('keeps the last good picture, greyed, when its node stops, and goes on when it is back', async () => {
    const page = await browser.open(homeOf(first));
    await untilNodes(page, 3);
    await first.kill();
    await page.locator('chord-ring .frame.stale').waitFor();
    expect(await marks(page)).toHaveLength(3);
    await browser.shoot(page, 'ring-stale');
    const retry = page.getByRole('button', { name: 'Retry' });
    await retry.waitFor();
    await first.start();
    await pressIfThere(retry);
    await page.locator('chord-ring .frame:not(.stale)').waitFor();
    await untilNodes(page, 3);
    await untilText(page, 'app-live-status .state', 'Live');
  });
});
