// The main walks by the keyboard alone: join, put, find a key, read its path, get.
import type { Page } from 'playwright-core';
import { useBrowser } from './harness/browser';
import { type NodeProcess, useLab } from './harness/nodes';
import { untilNodes, untilText } from './harness/ring-page';

const lab = useLab();
const browser = useBrowser();
const TABS_MAX = 80;

/** Presses Tab until the element that has the keyboard goes by this name. */
async function tabTo(page: Page, name: RegExp): Promise<void> {
  for (let count = 0; count < TABS_MAX; count += 1) {
    await page.keyboard.press('Tab');
    const here = await page.evaluate(() => {
      const element = document.activeElement as HTMLInputElement | null;
      const labels = Array.from(element?.labels ?? [], (label) => label.textContent ?? '');
      return [element?.getAttribute('aria-label') ?? '', ...labels, element?.textContent ?? ''].map(
        (text) => text.trim().replace(/\s+/g, ' '),
      );
    });
    if (here.some((text) => name.test(text))) return;
  }
  throw new Error(`${name} was not reached by ${TABS_MAX} times Tab`);
}

describe('by the keyboard alone', () => {
  it('nodes are joined, a key is put, found, its path read, and its value got', async () => {
    const [first, second] = (await lab.start(2)) as [NodeProcess, NodeProcess];
    const page = await browser.open(`http://${first.address}/`);
    await untilNodes(page, 1);
    await tabTo(page, /^Addresses, one a line$/);
    await page.keyboard.type(second.address);
    await tabTo(page, /^Join/);
    await page.keyboard.press('Enter');
    await untilNodes(page, 2);
    await lab.untilOneRing([first, second]);

    await page.reload();
    await untilNodes(page, 2);
    await tabTo(page, /^Key$/);
    await page.keyboard.type('by hand');
    await tabTo(page, /^Value$/);
    await page.keyboard.type('typed');
    await tabTo(page, /^Put$/);
    await page.keyboard.press('Enter');
    await untilText(page, 'app-value-panel .words', 'Stored at');

    await page.reload();
    await untilNodes(page, 2);
    await tabTo(page, /^Find a node by address or id, or a key$/);
    await page.keyboard.type('by hand');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/db\/view\/by%20hand/);
    await page.locator('chord-key-path svg.path').waitFor();
    await untilText(page, 'app-value-view pre', 'typed');
    await tabTo(page, /^Asked at$/);
    await page.keyboard.press('ArrowDown');
    await page.waitForURL(/from=/);
    await tabTo(page, /^Get$/);
    await page.keyboard.press('Enter');
    await untilText(page, 'app-value-view pre', 'typed');
    expect(browser.faults()).toEqual([]);
  });
});
