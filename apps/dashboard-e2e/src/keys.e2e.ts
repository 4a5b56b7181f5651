import { answered, type NodeProcess, textOf, useLab } from './harness/nodes';
import { useBrowser } from './harness/browser';
import { untilText } from './harness/ring-page';

const lab = useLab();
const browser = useBrowser();

describe('the pages of keys, of a node and of events', () => {
  let first: NodeProcess;
  let second: NodeProcess;

  beforeAll(async () => {
    [first, second] = (await lab.startRing(3)) as [NodeProcess, NodeProcess];
    const json = { 'content-type': 'application/json' };
    await answered(first.put('/api/v1/keys/users%2F1', '{"name":"Ida"}', json), 201);
    await answered(first.put('/api/v1/keys/users%2F2', '{"name":"Jo"}', json), 201);
    await answered(second.put('/api/v1/keys/other', 'x'), 201);
  });

  /** A key that the first node does not own, so that it has to look for the owner. */
  const keyOfAnother = async (): Promise<string> => {
    for (let number = 0; ; number += 1) {
      const { owner } = JSON.parse(await textOf(first.get(`/api/v1/lookups/key-${number}`)));
      if (owner.address !== first.address) return `key-${number}`;
    }
  };

  it('puts only if the version is still the one shown', async () => {
    const page = await browser.open(`http://${first.address}/keys?key=users%2F1`);
    await untilText(page, 'app-value-view pre', 'Ida');
    await page.getByLabel('New value').fill('too late');
    await page.getByLabel('Put', { exact: true }).selectOption('unchanged');
    await answered(second.put('/db/users%2F1', 'somebody was faster'), 200);
    await untilText(page, '.foreign', 'Somebody has replaced this key');
    await page.getByRole('button', { name: 'Put', exact: true }).click();
    await untilText(page, 'app-problem-note', 'PRECONDITION_FAILED');
    expect(await textOf(first.get('/db/users%2F1'))).toBe('somebody was faster');
    expect(browser.faults(/412/)).toEqual([]);
  });

  it('shows what somebody else writes, and says so where something was typed already', async () => {
    await answered(first.put('/db/shared', 'one'), 200);
    for (const path of ['/keys?key=shared', '/db/view/shared']) {
      await answered(second.put('/db/shared', 'before'), 200);
      const page = await browser.open(`http://${first.address}${path}`);
      await untilText(page, 'app-value-view pre', 'before');
      await answered(second.put('/db/shared', 'after'), 200);
      await untilText(page, 'app-value-view pre', 'after');
      const field = page.locator('#value-of-key');
      await field.fill('typed');
      await answered(second.put('/db/shared', 'later'), 200);
      await untilText(page, '.foreign', 'Somebody has replaced this key meanwhile');
      expect(await field.inputValue()).toBe('typed');
      await page.getByRole('button', { name: 'Show it' }).click();
      await untilText(page, 'app-value-view pre', 'later');
      expect(await field.inputValue()).toBe('typed');
    }
    const path = await browser.open(`http://${first.address}/db/view/coming`);
    await untilText(path, '.facts', 'none stored');
    await answered(second.put('/db/coming', 'here'), 200);
    await untilText(path, 'app-value-view pre', 'here');
    expect(browser.faults()).toEqual([]);
  });

  it('keeps content type and remaining life of what it edits', async () => {
    const json = { 'content-type': 'application/json' };
    await answered(first.put('/api/v1/keys/edited?ttl=5000', '{"n":1}', json), 201);
    const before = await answered(first.get('/api/v1/keys/edited'), 200);
    for (const path of ['/keys?key=edited', '/?key=edited']) {
      const page = await browser.open(`http://${second.address}${path}`);
      const field = page.getByLabel(path.startsWith('/keys') ? 'New value' : 'Value', {
        exact: true,
      });
      if (path.startsWith('/keys')) {
        await untilText(page, 'app-value-view', 'expires in');
        await lab.until('the value to edit', async () => {
          const text = await field.inputValue();
          return text === '{"n":1}' || text;
        });
        await field.fill('{"n":');
        await page.waitForFunction(() => document.querySelector('.fault') !== null);
      }
      await field.fill(`{"at":"${path}"}`);
      await page.getByRole('button', { name: 'Put', exact: true }).click();
      await untilText(page, 'app-value-panel .outcome', 'Replaced');
      await untilText(page, 'app-value-view', 'application/json');
      await untilText(page, 'app-value-view', 'expires in');
      const after = await answered(second.get('/api/v1/keys/edited'), 200);
      expect(after.text).toBe(`{"at":"${path}"}`);
      for (const header of ['content-type', 'x-chord-expires'])
        expect([path, after.headers[header]]).toEqual([path, before.headers[header]]);
    }
    expect(before.headers['content-type']).toContain('application/json');
    expect(before.headers['x-chord-expires']).not.toBe('never');
    expect(browser.faults()).toEqual([]);
  });

  it.each([
    ['too long for its field', Buffer.alloc(150_000, 'x')],
    ['no text', Buffer.from([0xff, 0xfe, 0x00])],
  ])('replaces what is %s by nothing only when that was typed', async (_, value) => {
    await answered(first.put('/db/closed', value), 200);
    for (const path of ['/keys?key=closed', '/db/view/closed']) {
      const page = await browser.open(`http://${first.address}${path}`);
      await page.locator('app-value-view pre').waitFor();
      const [field, put] = [
        page.getByLabel('New value'),
        page.getByRole('button', { name: 'Put', exact: true }),
      ];
      expect([await field.inputValue(), await put.isDisabled()]).toEqual(['', true]);
      await field.fill('other');
      await lab.until('a button to put it', async () => (await put.isEnabled()) || 'disabled');
    }
    expect((await answered(second.get('/db/closed'), 200)).body.equals(value)).toBe(true);
    expect(browser.faults()).toEqual([]);
  });

  it('shows a member as it sees itself, and every entry of its finger table', async () => {
    const page = await browser.open(`http://${first.address}/node?at=${second.address}`);
    await untilText(page, 'app-node-page h2', second.address);
    await untilText(page, '.facts', 'lmdb');
    await page.getByRole('button', { name: 'Every entry' }).click();
    await page.waitForFunction(
      () => document.querySelectorAll('app-node-page tbody tr').length === 160,
    );
    expect(browser.faults()).toEqual([]);
  });

  it('tells events as they happen, and those of lookups when they are wanted', async () => {
    const page = await browser.open(
      `http://${first.address}/events?show=fault,membership,ring,view,lookup`,
    );
    await untilText(page, 'app-live-status', 'Live');
    await answered(first.get(`/db/${await keyOfAnother()}`), 200);
    await untilText(page, 'app-event-table', 'owner-found');
    await page.getByLabel('Lookups').uncheck();
    await page.waitForURL(/\/events$/);
    await page
      .locator('app-event-table', { hasText: 'owner-found' })
      .waitFor({ state: 'detached' });
    expect(browser.faults()).toEqual([]);
  });
});
