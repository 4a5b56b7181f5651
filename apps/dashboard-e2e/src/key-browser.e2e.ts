// The browser of keys: a tree of names that follows what happens, walked by the keyboard, with work on many keys.
import { text } from 'node:stream/consumers';
import type { Page } from 'playwright-core';
import { findings } from './harness/axe';
import { useBrowser } from './harness/browser';
import {
  answered,
  doBatch,
  type NodeProcess,
  type Operation,
  textOf,
  useLab,
} from './harness/nodes';
import { pressIfThere, shiftOf, untilText, watchShifts } from './harness/ring-page';

const lab = useLab();
const browser = useBrowser();

const PUTS_A_BATCH = 1_000;
const PUT = { op: 'put', contentType: 'text/plain' } as const;

describe('the browser of keys', () => {
  let first: NodeProcess;
  let second: NodeProcess;

  const put = async (keys: readonly string[], fields: object = {}): Promise<void> => {
    for (let at = 0; at < keys.length; at += PUTS_A_BATCH) {
      const group = keys.slice(at, at + PUTS_A_BATCH);
      const puts = group.map((key) => ({ ...PUT, key, value: `value of ${key}`, ...fields }));
      await doBatch(second, puts);
    }
  };
  const rows = (page: Page, names: readonly string[]) =>
    page.waitForFunction(
      (wanted) =>
        [...document.querySelectorAll('app-key-table tbody tr[data-id] th')]
          .map((cell) => cell.textContent?.trim())
          .join('|') === wanted,
      names.join('|'),
    );
  const live = (page: Page) => untilText(page, 'app-change-list', 'Every change');
  const open = async (query = ''): Promise<Page> => {
    const page = await browser.open(`http://${first.address}/keys${query}`);
    await page.locator('app-key-table tr[data-id], .empty').first().waitFor();
    return page;
  };

  beforeAll(async () => {
    [first, second] = (await lab.startRing(3)) as [NodeProcess, NodeProcess];
    await put(['other', 'tree/2024/a', 'tree/2024/b', 'tree/2025/c', 'tree/leaf'], { ttl: 5_000 });
  });

  it('shows folders with the number of keys in them, opened in place or entered, and goes back', async () => {
    const page = await open('?open=tree%2F');
    await rows(page, ['other', 'tree/', '2024/', '2025/', 'leaf']);
    await untilText(page, '.summary', '5 keys in the ring, 92 B in all.');
    await untilText(page, 'tr[data-id="folder tree/"]', '4');
    await untilText(page, 'tr[data-id="folder tree/2024/"]', '2');
    await untilText(page, 'tr[data-id="key other"]', 'expires in');
    await page.getByRole('button', { name: 'Unfold tree/2024/' }).click();
    await rows(page, ['other', 'tree/', '2024/', 'a', 'b', '2025/', 'leaf']);
    await page.getByRole('button', { name: 'tree/', exact: true }).click();
    await rows(page, ['2024/', '2025/', 'leaf']);
    await untilText(page, '.summary', '4 keys begin with “tree/”');
    await page.getByRole('button', { name: '2025/', exact: true }).click();
    await rows(page, ['c']);
    await page.getByRole('button', { name: 'tree/', exact: true }).click();
    await rows(page, ['2024/', '2025/', 'leaf']);
    await page.goBack();
    await rows(page, ['c']);
    await page.getByLabel('Folders', { exact: true }).uncheck();
    await page.getByRole('button', { name: 'all keys' }).click();
    await page.waitForFunction(() => document.querySelectorAll('tr[data-id^=key]').length >= 5);
    expect(browser.faults()).toEqual([]);
  });

  it('follows what others do, and works on what is ticked: exports, previews, deletes, keeps what was changed', async () => {
    const page = await open('?prefix=many%2F');
    await untilText(page, '.empty', 'No key begins so');
    await live(page);
    await put(['many/0', 'many/1', 'many/2', 'many/sub/3', 'many/sub/4'], { ttl: 600 });
    await rows(page, ['0', '1', '2', 'sub/']);
    await untilText(page, '.summary', '5 keys begin with');
    await untilText(page, 'app-change-list', 'many/sub/4');
    await page.getByLabel('Select all that are shown').check();
    await page.getByLabel('Select many/1').uncheck();
    await page.getByRole('button', { name: 'Export…' }).click();
    await untilText(page, 'dialog .sum', '4 keys');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Export 4 keys' }).click(),
    ]);
    const exported = await text(await download.createReadStream());
    const lines = exported
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Operation);
    expect(lines.map(({ key }) => key)).toEqual(['many/0', 'many/2', 'many/sub/3', 'many/sub/4']);
    expect(lines[0]).toMatchObject({
      op: 'put',
      value: 'value of many/0',
      contentType: 'text/plain',
    });
    await page.getByRole('button', { name: 'Close', exact: true }).click();

    await page.getByRole('button', { name: 'Delete…' }).click();
    await untilText(page, 'dialog .names', 'many/sub/ (2 keys)');
    await browser.shoot(page, 'keys-delete-preview');
    expect(await findings(page)).toEqual([]);
    await answered(second.put('/db/many%2F2', 'somebody was faster'), 200);
    await page.getByRole('button', { name: 'Yes, delete 4 keys' }).click();
    await untilText(page, '.outcome', '3 keys deleted. 1 key had been changed since and was kept.');
    await browser.shoot(page, 'keys-deleted');
    await page.getByRole('button', { name: 'Close', exact: true }).click();
    await rows(page, ['1', '2']);
    expect(await textOf(second.get('/db/many%2F2'))).toBe('somebody was faster');

    // What was written to the file is put back as it was.
    await doBatch(second, lines);
    await rows(page, ['0', '1', '2', 'sub/']);
    expect(await textOf(second.get('/db/many%2Fsub%2F3'))).toBe('value of many/sub/3');
    expect(browser.faults()).toEqual([]);
  });

  it('reads page by page, however many there are, and nothing moves', async () => {
    const folders = Array.from(
      { length: 1_000 },
      (_, at) => `wide/${String(at).padStart(4, '0')}/x`,
    );
    await put(folders);
    const page = await browser.open('about:blank');
    await watchShifts(page);
    await page.goto(`http://${first.address}/keys?prefix=wide%2F`);
    await untilText(page, 'tr[data-id="folder wide/0099/"]', '1');
    const shown = () => page.locator('app-key-table tr[data-id]').count();
    expect(await shown()).toBe(100);
    await page.getByRole('button', { name: 'Next page' }).click();
    await untilText(page, 'tr[data-id="folder wide/0100/"]', '0100/');
    expect(await shown()).toBe(100);
    await page.reload();
    await untilText(page, 'tr[data-id="folder wide/0100/"]', '0100/');
    await page.getByRole('button', { name: 'First page' }).click();
    await untilText(page, 'tr[data-id="folder wide/0000/"]', '0000/');
    await page.getByRole('button', { name: 'Next page' }).click();
    await untilText(page, 'tr[data-id="folder wide/0100/"]', '0100/');
    await page.getByRole('button', { name: 'Previous page' }).click();
    await untilText(page, 'tr[data-id="folder wide/0000/"]', '0000/');
    await untilText(page, '.summary', '1,000 keys begin with “wide/”');
    expect(await shiftOf(page)).toBeLessThan(0.1);
    expect(browser.faults()).toEqual([]);
  });

  it('is walked, ticked, opened and emptied by the keyboard alone', async () => {
    await put(['byhand/a/1', 'byhand/a/2', 'byhand/b']);
    const page = await open('?prefix=byhand%2F');
    await rows(page, ['a/', 'b']);
    const here = (id: string) =>
      page.waitForFunction(
        (wanted) => (document.activeElement as HTMLElement).dataset['id'] === wanted,
        id,
      );
    await page.getByLabel('Select all that are shown').focus();
    await page.keyboard.press('Tab');
    await here('folder byhand/a/');
    await page.keyboard.press('ArrowRight');
    await rows(page, ['a/', '1', '2', 'b']);
    await page.keyboard.press('ArrowRight');
    await here('key byhand/a/1');
    await page.keyboard.press('Space');
    await untilText(page, '.number', '1 selected');
    await page.keyboard.press('End');
    await here('key byhand/b');
    await page.keyboard.press('Enter');
    await untilText(page, 'app-value-view pre', 'value of byhand/b');
    await page.keyboard.press('Space');
    await untilText(page, '.number', '2 selected');
    await page.getByRole('button', { name: 'Delete…' }).press('Enter');
    await page.getByRole('button', { name: 'Yes, delete 2 keys' }).press('Enter');
    await untilText(page, '.outcome', '2 keys deleted.');
    await page.getByRole('button', { name: 'Close', exact: true }).press('Enter');
    await rows(page, ['a/', '2']);
    // The value of the key that is deleted may be on its way.
    expect(browser.faults(/404/)).toEqual([]);
  });

  it('looks the same while it reads, when it fails, when a part is missing, and with nothing', async () => {
    const page = await browser.open('about:blank', { viewport: { width: 768, height: 900 } });
    let answer: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (answer = resolve));
    await page.route('**/api/v1/keys?*', async (route) => {
      await held;
      await route.continue();
    });
    await watchShifts(page);
    await page.goto(`http://${first.address}/keys`);
    await page.locator('tr.skeleton').first().waitFor();
    await browser.shoot(page, 'keys-loading');
    answer();
    await page.locator('tr[data-id]').first().waitFor();
    expect(await shiftOf(page)).toBeLessThan(0.1);

    await page.unrouteAll({ behavior: 'ignoreErrors' });
    const missing = { fromId: '00', toId: '80' };
    await page.route('**/api/v1/keys?*', async (route) => {
      const list = (await (await route.fetch()).json()) as object;
      const json = { ...list, complete: false, missing: [missing] };
      // A page that is loaded anew meanwhile does not wait for its answer.
      await route.fulfill({ json }).catch(() => undefined);
    });
    await page.reload();
    await untilText(page, '.missing', 'cannot be read now');
    await page.locator('tr[data-id]').first().waitFor();
    await browser.shoot(page, 'keys-partial');
    expect(await findings(page)).toEqual([]);

    await page.unrouteAll({ behavior: 'ignoreErrors' });
    await page.route('**/api/v1/keys?*', (route) => route.abort());
    await put(['other']);
    await untilText(page, 'app-problem-note', 'does not answer');
    // What was read before stays, greyed.
    await page.locator('table.old tr[data-id]').first().waitFor();
    await browser.shoot(page, 'keys-error-with-the-last');
    await page.reload();
    await untilText(page, 'app-problem-note', 'does not answer');
    await browser.shoot(page, 'keys-error');
    expect(await findings(page)).toEqual([]);

    await page.unrouteAll({ behavior: 'ignoreErrors' });
    await pressIfThere(page.getByRole('button', { name: 'Retry' }));
    await page.locator('table:not(.old) tr[data-id]').first().waitFor();
    await page.getByLabel('Begins with').fill('nothing begins so');
    await untilText(page, '.empty', 'No key begins so');
    await browser.shoot(page, 'keys-empty');
    expect(browser.faults(/ERR_FAILED/)).toEqual([]);
  });
});
