// Knows how a test reads the pages, in the words of their users.
import type { Page } from 'playwright-core';

export const ringOf = (page: Page) => page.getByRole('listbox', { name: /^Ring of/ });

/** The addresses of the marks in the ring, clockwise from the node that was asked. */
export function marks(page: Page): Promise<string[]> {
  return page
    .locator('chord-ring [role=option]')
    .evaluateAll((nodes) => nodes.map((node) => node.getAttribute('data-address') ?? ''));
}

/** Waits until the ring shows exactly so many nodes. */
export async function untilNodes(page: Page, count: number): Promise<void> {
  await ringOf(page).waitFor();
  await page.waitForFunction(
    (wanted) => document.querySelectorAll('chord-ring [role=option]').length === wanted,
    count,
  );
}

/** Waits until an element that a CSS selector names has this text in it. */
export async function untilText(page: Page, selector: string, text: string): Promise<void> {
  await page.locator(selector).filter({ hasText: text }).first().waitFor();
}

/** How many pixels the page is wider than the window. */
export function overflow(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
}
