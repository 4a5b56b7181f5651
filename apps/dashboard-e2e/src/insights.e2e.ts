// The page of the last quarter of an hour: figures are those of the nodes, and outlive the tab.
import { findings } from './harness/axe';
import { useBrowser } from './harness/browser';
import { answered, type NodeProcess, textOf, useLab } from './harness/nodes';
import { overflow, readForItself, shiftOf, untilText, watchShifts } from './harness/ring-page';

const lab = useLab();
const browser = useBrowser();

interface Insights {
  readonly nodes: readonly {
    readonly node: { readonly address: string };
    readonly samples: readonly { readonly reads: number; readonly writes: number }[];
    readonly roundTrips: readonly unknown[];
  }[];
}

describe('the insights', () => {
  it('show what the nodes have measured, to a tab that came later', async () => {
    const nodes = await lab.startRing(3);
    const [first, second] = nodes as [NodeProcess, NodeProcess];
    for (let index = 0; index < 40; index += 1)
      await answered(first.put(`/db/key-${index}`, 'x'), 200);
    for (let index = 0; index < 40; index += 1) await answered(second.get(`/db/key-${index}`), 200);
    // One that a node could not serve at once was asked for again.
    let operations = 0;
    await lab.until('samples with all of it', async () => {
      const { nodes: told } = JSON.parse(await textOf(second.get('/api/v1/insights'))) as Insights;
      const sum = (of: 'reads' | 'writes') =>
        told.flatMap(({ samples }) => samples).reduce((all, sample) => all + sample[of], 0);
      const isWhole = sum('reads') >= 40 && sum('writes') >= 40;
      operations = sum('reads') + sum('writes');
      return (
        (isWhole && told.every(({ roundTrips }) => roundTrips.length > 0)) || JSON.stringify(told)
      );
    });
    for (const viewport of [
      { width: 360, height: 740 },
      { width: 1440, height: 900 },
    ]) {
      const page = await browser.open(`http://${nodes[2]?.address}/insights`, { viewport });
      await untilText(
        page,
        'chord-chart-frame',
        `${operations} operations of clients in 15 minutes`,
      );
      await untilText(page, 'chord-chart-frame', '40 keys on 3 arcs');
      await untilText(page, 'chord-chart-frame', 'are expected');
      await page.locator('chord-matrix rect').first().waitFor();
      await page.locator('chord-chart-frame').nth(5).waitFor();
      expect(await page.locator('chord-chart-frame').count()).toBe(6);
      expect(await page.locator('chord-chart-frame details table').count()).toBe(6);
      await page.getByLabel('Rates and durations of').selectOption(first.address);
      await untilText(page, 'chord-chart-frame', `at ${first.address} in the last 15 minutes`);
      expect(await findings(page)).toEqual([]);
      expect(await overflow(page)).toBeLessThanOrEqual(0);
      await browser.shoot(page, `insights-${viewport.width}`);
    }
    expect(browser.faults()).toEqual([]);
  });

  it('stand still when the ring is known after them', async () => {
    const [node] = await lab.startRing(1);
    const page = await browser.open('about:blank', { viewport: { width: 1440, height: 900 } });
    await readForItself(page);
    await watchShifts(page);
    let letRingThrough = (): void => undefined;
    const drawn = new Promise<void>((resolve) => {
      letRingThrough = resolve;
    });
    await page.route('**/api/v1/ring', async (route) => {
      await drawn;
      await route.continue();
    });
    await page.goto(`http://${node?.address}/insights`);
    await page.locator('chord-chart-frame').nth(4).waitFor();
    expect(await page.locator('chord-chart-frame').count()).toBe(5);
    letRingThrough();
    await page.locator('chord-chart-frame').nth(5).waitFor();
    expect(await shiftOf(page)).toBeLessThan(0.02);
  });
});
