// The playground and the tour in a real browser. Nothing here needs more than one node, which serves the page.
import type { Page } from 'playwright-core';
import { useBrowser } from './harness/browser';
import { type NodeProcess, useLab } from './harness/nodes';
import { untilText } from './harness/ring-page';

/** What is wrong only for a while has to be seen by a look at all lamps, of which there are two a second. */
const HURRY = 6;
const lab = useLab();
const browser = useBrowser();

describe('the playground', () => {
  let node: NodeProcess;
  const at = (path: string): string => `http://${node.address}${path}`;
  const summaryOf = (page: Page): Promise<string> =>
    page
      .locator('.summary')
      .textContent()
      .then((text) => /\d+ nodes?.*history [0-9a-f]+/.exec(text ?? '')?.[0] ?? '');
  const linkOf = (page: Page): Promise<string> => page.locator('input[readonly]').inputValue();
  const lamp = (page: Page, name: string) =>
    page.locator('app-lamp-list li:not(.broken)', { hasText: name });
  /** Looks in every frame: asked before the fault, it sees a lamp that is red for a moment, and says since when. */
  const untilBroken = (page: Page, name: string): Promise<unknown> =>
    page.waitForFunction(
      (wanted) =>
        [...document.querySelectorAll('app-lamp-list li.broken')].some(
          ({ textContent: words }) => words?.includes(wanted) && words.includes('since'),
        ),
      name,
    );

  /** A page whose worlds go so many times as fast as they are asked to: their steps are made to be followed by a person. */
  async function openHurried(url: string): Promise<Page> {
    const page = await browser.open('about:blank');
    await page.addInitScript((times) => {
      const { postMessage } = Worker.prototype;
      Worker.prototype.postMessage = function (message: { say?: string; speed?: number }) {
        const { say, speed = 0 } = message;
        postMessage.call(this, say === 'play' ? { say, speed: speed * times } : message);
      };
    }, HURRY);
    await page.goto(url);
    return page;
  }

  /**
   * Stands still, one event later. @returns what is told of the run, and its link, as they stood together: what the
   * worker had under way may come after the button says that it is over.
   */
  async function pause(page: Page): Promise<{ summary: string; link: string }> {
    await page.getByRole('button', { name: 'Pause', exact: true }).click();
    await page.getByRole('button', { name: 'Play', exact: true }).waitFor();
    await page.getByRole('button', { name: 'One event' }).click();
    const told = await page.waitForFunction(() => {
      const link = document.querySelector<HTMLInputElement>('input[readonly]')?.value ?? '';
      const text = document.querySelector('.summary')?.textContent ?? '';
      const events = /([\d,]+) events?,/.exec(text)?.[1]?.replaceAll(',', '');
      const summary = /\d+ nodes?.*history [0-9a-f]+/.exec(text)?.[0];
      return summary && link.endsWith(`at=${events}`) ? { summary, link } : false;
    });
    return (await told.jsonValue()) || { summary: '', link: '' };
  }

  /** Opens the link of a run that stands still in a fresh browser: events, messages and history are the same there. */
  async function untilSameRun({ summary, link }: { summary: string; link: string }): Promise<Page> {
    const other = await browser.open(link);
    await other.waitForFunction(
      (wanted) => document.querySelector('.summary')?.textContent?.includes(wanted),
      summary.slice(summary.indexOf('dead; ')),
    );
    expect(await summaryOf(other)).toBe(summary);
    expect(await linkOf(other)).toBe(link);
    expect(await other.getByRole('button', { name: 'Play', exact: true }).count()).toBe(1);
    return other;
  }

  beforeAll(async () => {
    [node] = (await lab.start(1)) as [NodeProcess];
  });

  it('plays, crashes, mends, and its link is the same run at the same moment in a fresh browser', async () => {
    const page = await browser.open(at('/playground#seed=5&nodes=12'));
    await untilText(page, '.summary', '12 nodes');
    await page.getByRole('spinbutton', { name: /^Node/ }).fill('3');
    await page.getByRole('textbox', { name: 'Key', exact: true }).fill('idjada');
    await page.getByRole('button', { name: 'Look up' }).click();
    await untilText(page, '.lines', 'finds the owner of idjada');
    await page.getByRole('button', { name: 'Put', exact: true }).click();
    await untilText(page, '.lines', 'n3 says of idjada: done');
    const broken = untilBroken(page, 'Ideal ring');
    await page.getByRole('button', { name: 'Crash', exact: true }).click();
    await broken;
    await lamp(page, 'Ideal ring').waitFor();
    await untilText(page, 'app-lamp-list', 'was broken');
    const run = await pause(page);
    expect(run.link).toContain('script=');
    expect(run.summary).toMatch(/11 nodes, 1 dead; [\d,]+ events/);
    await browser.shoot(await untilSameRun(run), 'playground');
    expect(browser.faults()).toEqual([]);
  });

  it('looks back along its time line, and is played by the keyboard alone', async () => {
    const page = await browser.open(at('/playground#seed=2&nodes=8'));
    await page.waitForFunction(
      () => Number(document.querySelector<HTMLInputElement>('.scrub input')?.max) > 10,
    );
    await page.locator('.scrub input').focus();
    await page.keyboard.press('Home');
    await untilText(page, '.summary', 'You look back');
    const back = await page.locator('output.time').textContent();
    await page.keyboard.press('End');
    await page.waitForFunction(
      (before) => document.querySelector('output.time')?.textContent !== before,
      back,
    );
    await page.locator('chord-swarm canvas').focus();
    await page.keyboard.press('ArrowRight');
    await page.locator('app-node-note').waitFor();
    const first = await page.locator('app-node-note h3').textContent();
    await page.keyboard.press('ArrowRight');
    await page.waitForFunction(
      (before) => document.querySelector('app-node-note h3')?.textContent !== before,
      first,
    );
    await page.getByRole('button', { name: 'Crash', exact: true }).focus();
    await page.keyboard.press('Enter');
    await untilText(page, 'app-node-note', 'dead');
    await page.getByRole('button', { name: 'Start again' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Play', exact: true }).focus();
    await page.keyboard.press('Enter');
    await untilText(page, 'app-node-note', 'a member of the ring');
    expect(browser.faults()).toEqual([]);
  });

  it('takes other colours at once, also while it stands still', async () => {
    const page = await browser.open(at('/playground#seed=1&nodes=12&at=2000'), {
      colorScheme: 'light',
    });
    await untilText(page, '.summary', '2,000 events');
    const looks = new Set<string>();
    const differs = async (): Promise<void> => {
      const look = await page.waitForFunction((known) => {
        const now = document.querySelector('canvas')?.toDataURL() ?? '';
        return known.includes(now) ? false : now;
      }, Array.from(looks));
      looks.add((await look.jsonValue()) || '');
    };
    await differs();
    await page.emulateMedia({ colorScheme: 'dark' });
    await differs();
    await page.emulateMedia({ forcedColors: 'active' });
    await differs();
    expect(browser.faults()).toEqual([]);
  });

  it('says what is wrong with a link that is none', async () => {
    const page = await browser.open(at('/playground#seed=1&script=10,dance,5'));
    await untilText(page, '[role=alert]', 'There is no action “dance”');
  });

  it('shows a thousand nodes, one hundred of which die at once, and that again from its link', async () => {
    const page = await browser.open(at('/playground#seed=1&nodes=1000'), {
      viewport: { width: 1440, height: 900 },
    });
    await untilText(page, '.summary', '1,000 nodes');
    expect(await page.getByRole('combobox', { name: /^Nodes/ }).inputValue()).toBe('1000');
    await page.getByRole('button', { name: 'Look up' }).click();
    await page.waitForFunction(() =>
      / [1-9]\d* frames a second/.test(document.querySelector('.summary')?.textContent ?? ''),
    );
    const frames = Number(
      /(\d+) frames a second/.exec((await page.locator('.summary').textContent()) ?? '')?.[1],
    );
    browser.note('playground of 1000', { framesPerSecond: frames });
    await browser.shoot(page, 'playground-1000');
    const broken = untilBroken(page, 'Ideal ring');
    await page.getByRole('button', { name: 'Crash 10 %' }).click();
    await untilText(page, '.summary', '900 nodes, 100 dead');
    await broken;
    const run = await pause(page);
    expect(run.summary).toMatch(/900 nodes, 100 dead; [\d,]+ events/);
    const startMs = performance.now();
    await untilSameRun(run);
    browser.note('playground of 1000 from its link', {
      events: Number(/([\d,]+) events/.exec(run.summary)?.[1]?.replaceAll(',', '')),
      sameAfterMs: Math.round(performance.now() - startMs),
    });
    expect(browser.faults()).toEqual([]);
  });

  it('guides through six steps, each of which comes true', async () => {
    const page = await openHurried(at('/tour'));
    for (let step = 1; step <= 6; step += 1) {
      if (step > 1) await page.getByRole('button', { name: 'Next' }).click();
      await untilText(page, '#step-title', `${step}.`);
      await page.waitForFunction(
        () =>
          document.querySelectorAll('.goals li').length > 0 &&
          document.querySelectorAll('.goals li:not(.done)').length === 0,
      );
    }
    await browser.shoot(page, 'tour');
    expect(browser.faults()).toEqual([]);
  });
});
