// Reads pages in the terms of their users.
import type { Locator, Page } from 'playwright-core';

export const ringOf = (page: Page) => page.getByRole('listbox', { name: /^Ring of/ });

/** The addresses of the marks in the ring, clockwise from the node that was asked. */
export function marks(page: Page): Promise<string[]> {
  return page
    .locator('chord-ring [role=option]:not([data-tone=ghost])')
    .evaluateAll((nodes) => nodes.map((node) => node.getAttribute('data-address') ?? ''));
}

/** Waits until the ring shows exactly so many nodes; ghosts of lost ones do not count. */
export async function untilNodes(page: Page, count: number): Promise<void> {
  await ringOf(page).waitFor();
  await page.waitForFunction(
    (wanted) =>
      document.querySelectorAll('chord-ring [role=option]:not([data-tone=ghost])').length ===
      wanted,
    count,
  );
}

/** Waits until an element that a CSS selector names has this text in it. */
export async function untilText(page: Page, selector: string, text: string): Promise<void> {
  await page.locator(selector).filter({ hasText: text }).first().waitFor();
}

/** Presses what tries again: the page does so by itself as well, and takes the button away when that was first. */
export async function pressIfThere(button: Locator): Promise<void> {
  await button.evaluateAll((buttons) =>
    buttons.forEach((one) => (one as HTMLButtonElement).click()),
  );
}

/** How many pixels the page is wider than the window. */
export function overflow(page: Page): Promise<number> {
  return page.evaluate(() => Math.max(0, document.documentElement.scrollWidth - window.innerWidth));
}

/** Lets a test answer for what the page reads: what a shared worker reads it cannot. */
export async function readForItself(page: Page): Promise<void> {
  await page.addInitScript(() => Reflect.deleteProperty(window, 'SharedWorker'));
}

/**
 * Sums up how much of the next document jumps about (cumulative layout shift).
 * @param growing a selector of what may move itself, as rows do that are put in before others
 */
export async function watchShifts(page: Page, growing = ''): Promise<void> {
  await page.addInitScript((except) => {
    const sum = window as unknown as { shift: number };
    sum.shift = 0;
    const moves = ({ node }: { node?: Node }): boolean =>
      !(except && node instanceof Element && node.closest(except));
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as unknown as {
        value: number;
        hadRecentInput: boolean;
        sources: { node?: Node }[];
      }[])
        if (!entry.hadRecentInput && entry.sources.some(moves)) sum.shift += entry.value;
    }).observe({ type: 'layout-shift', buffered: true });
  }, growing);
}

export function shiftOf(page: Page): Promise<number> {
  return page.evaluate(() => (window as unknown as { shift: number }).shift);
}
