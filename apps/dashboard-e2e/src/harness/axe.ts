// Checks the accessibility of a page by the WCAG 2.2 AA rules of axe-core.
import axe from 'axe-core';
import type { Page } from 'playwright-core';

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** What is looked at: everything, or only what another theme can change. */
type Look = 'all' | 'colours';

/** Every finding, one line each; empty when there are none. */
export async function findings(page: Page, look: Look = 'all'): Promise<string[]> {
  // Once a document: its half megabyte takes longer to read than most pages take to be judged.
  if (!(await page.evaluate(() => 'axe' in window))) {
    await page.evaluate(axe.source);
    await page.evaluate(rememberColours);
  }
  const options: axe.RunOptions = {
    runOnly:
      look === 'all'
        ? { type: 'tag', values: RULES }
        : { type: 'rule', values: ['color-contrast', 'link-in-text-block'] },
    resultTypes: ['violations'],
  };
  return page.evaluate(async (wanted) => {
    const { axe: judge } = window as unknown as { axe: typeof axe };
    const { violations } = await judge.run(wanted);
    return violations.flatMap(({ id, nodes }) =>
      nodes.map(({ html, any }) => `${id}: ${html.slice(0, 200)} ${any[0]?.message ?? ''}`),
    );
  }, options);
}

interface Colour {
  r: number;
  g: number;
  b: number;
  alpha: number;
  parseString(text: string): this;
}

/**
 * Lets axe read each colour of a document once: it reads those of every element, by way of a library that converts
 * between all colour spaces, which is a fifth of its work. It runs in the page.
 */
function rememberColours(): void {
  const { axe: judge } = window as unknown as {
    axe: { commons: { color: { Color: { prototype: Colour } } } };
  };
  const { prototype } = judge.commons.color.Color;
  const { parseString } = prototype;
  const known = new Map<string, Pick<Colour, 'r' | 'g' | 'b' | 'alpha'>>();
  prototype.parseString = function (this: Colour, text) {
    const colour = known.get(text);
    if (colour) return Object.assign(this, colour);
    parseString.call(this, text);
    const { r, g, b, alpha } = this;
    known.set(text, { r, g, b, alpha });
    return this;
  };
}

/** Interactive elements that are smaller than 24 by 24 pixels and not links within text (WCAG 2.5.8). */
export function smallTargets(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll('button, input, select, textarea, nav a, [role=option] .target')]
      .filter((element) => element.checkVisibility())
      .map((element) => ({ element, box: element.getBoundingClientRect() }))
      .filter(({ box }) => box.width > 0 && (box.width < 24 || box.height < 24))
      .map(({ element, box }) => `${element.outerHTML.slice(0, 120)} ${box.width}x${box.height}`),
  );
}
