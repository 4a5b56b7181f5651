// Rings of five and of three hundred, of which only the picture matters: one node serves the page, the ring is told by
// the test.
import { createHash } from 'node:crypto';
import type { Page } from 'playwright-core';
import { useBrowser } from './harness/browser';
import { type NodeProcess, useLab } from './harness/nodes';
import { readForItself, untilNodes, untilText } from './harness/ring-page';

const lab = useLab();
const browser = useBrowser();
/** Of 300, those stand 5 to 13 pixels apart: less than a mark is wide. */
const POINTED_AT = 4;

function ringOf(count: number): object {
  const nodes = Array.from({ length: count }, (_, index) => {
    const address = `db${index}.eu.example.org:5000`;
    const id = createHash('sha1').update(address).digest('hex');
    return { id, printedId: id, address, position: parseInt(id.slice(0, 12), 16) / 16 ** 12 };
  }).sort((a, b) => a.position - b.position);
  const at = (index: number) => nodes[(index + count) % count];
  const members = nodes.map((node, index) => ({
    node,
    state: 'member',
    self: index === 0,
    predecessor: at(index - 1),
    successors: Array.from({ length: Math.min(20, count - 1) }, (_, step) => at(index + step + 1)),
    fingers: Array.from({ length: 8 }, (_, step) => ({
      firstIndex: 150 + step,
      lastIndex: 150 + step,
      start: node.printedId,
      startPosition: node.position,
      node: at(index + 2 ** step),
      ageMs: 10,
    })),
    share: 1 / count,
    keys: index,
    ownBytes: 10,
    copies: 3 * index,
    bytes: 30,
    ageMs: 5,
  }));
  return {
    readAt: new Date().toISOString(),
    bits: 160,
    hash: 'sha-1',
    self: nodes[0],
    members,
    answered: count,
    total: count,
    complete: true,
    health: {
      state: 'healthy',
      sentence: `Ring healthy: ${count} nodes.`,
      nextStep: null,
      copiesWanted: 3,
      copies: 3,
    },
    invariants: [],
    unserved: [],
    lost: [],
  };
}

/** Pairs of labels of which one covers the other. */
function covered(page: Page): Promise<number> {
  return page.locator('chord-ring .label text').evaluateAll((texts) => {
    const boxes = texts.map((text) => text.getBoundingClientRect());
    return boxes.reduce(
      (sum, a, index) =>
        sum +
        boxes
          .slice(index + 1)
          .filter(
            (b) =>
              a.left < b.right - 1 &&
              b.left < a.right - 1 &&
              a.top + 2 < b.bottom - 2 &&
              b.top + 2 < a.bottom - 2,
          ).length,
      0,
    );
  });
}

describe('a large ring and a small one', () => {
  let node: NodeProcess;
  beforeAll(async () => {
    [node] = (await lab.start(1)) as [NodeProcess];
  });

  it.each([5, 300])(
    'of %i: no label covers another, and a click is answered at once',
    async (count) => {
      const page = await browser.open('about:blank', { viewport: { width: 1440, height: 900 } });
      await readForItself(page);
      await page.route('**/api/v1/ring', (route) => route.fulfill({ json: ringOf(count) }));
      await page.goto(`http://${node.address}/`);
      await untilNodes(page, count);
      for (const width of [360, 768, 1440, 2560]) {
        await page.setViewportSize({ width, height: 900 });
        await page.waitForFunction(
          () => document.querySelectorAll('chord-ring .label').length >= 5,
        );
        // The picture follows the window some frames later.
        await lab.until(`no label to cover another at ${width} px`, async () => {
          const pairs = await covered(page);
          return pairs === 0 || `${pairs} pairs`;
        });
      }
      await browser.shoot(page, `ring-of-${count}`);
      const answeredMs = await page.evaluate(async () => {
        const marks = [...document.querySelectorAll('chord-ring [role=option] .target')];
        const times: number[] = [];
        for (const mark of marks.slice(0, 5)) {
          const startMs = performance.now();
          mark.dispatchEvent(new MouseEvent('click', { bubbles: true }));
          const address = mark.closest('[data-address]')?.getAttribute('data-address') ?? '';
          while (document.querySelector('app-member-panel h2')?.textContent?.trim() !== address)
            await new Promise((resolve) => requestAnimationFrame(resolve));
          times.push(performance.now() - startMs);
        }
        return Math.round(Math.max(...times));
      });
      browser.note(`click in a ring of ${count}`, { answeredMs });
      // With a real pointer: a node is not covered by those that stand beside it.
      for (let index = 0; index < Math.min(count, POINTED_AT); index += 1) {
        const option = page.locator('chord-ring [role=option]').nth(index);
        await option.click();
        await untilText(
          page,
          'app-member-panel h2',
          (await option.getAttribute('data-address')) ?? '',
        );
      }
      expect(browser.faults()).toEqual([]);
    },
  );
});
