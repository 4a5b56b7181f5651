// Swagger UI in a real browser: small enough, soon there, and what one begins with can be tried out.
import { useBrowser } from './harness/browser';
import { type NodeProcess, textOf, useLab } from './harness/nodes';
import { untilText } from './harness/ring-page';

const lab = useLab();
const browser = useBrowser();

describe('the description of the API at /docs', () => {
  it('is used to join, put and get', async () => {
    const [first, second] = (await lab.start(2)) as [NodeProcess, NodeProcess];
    const startMs = performance.now();
    const page = await browser.open('about:blank', { viewport: { width: 1280, height: 1000 } });
    const sizes: Promise<number>[] = [];
    page.on('requestfinished', (request) =>
      sizes.push(
        request
          .sizes()
          .then(
            ({ responseBodySize, responseHeadersSize }) => responseBodySize + responseHeadersSize,
          ),
      ),
    );
    await page.goto(`http://${first.address}/docs`);
    const groups = page.locator('.opblock-tag');
    await groups.first().waitFor();
    const bytes = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
    browser.note('docs', { bytes, usableMs: Math.round(performance.now() - startMs) });
    expect(bytes).toBeLessThan(800_000);
    expect(await groups.first().textContent()).toContain('Start here');
    expect(await groups.last().textContent()).toContain('Stops or empties this node');

    const operation = (id: string) => page.locator(`.opblock[id$="-${id}"]`);
    const execute = async (id: string): Promise<void> => {
      await operation(id).getByRole('button', { name: 'Execute' }).click();
      await operation(id)
        .locator('.live-responses-table .response-col_status', { hasText: '200' })
        .first()
        .waitFor();
    };
    await operation('putJoin').locator('.opblock-summary-control').click();
    await operation('putJoin').locator('textarea').first().fill(second.address);
    await execute('putJoin');
    await lab.untilOneRing([first, second]);
    await operation('putValue').locator('.opblock-summary-control').click();
    await operation('putValue').locator('input[placeholder=key]').fill('tried');
    await operation('putValue').locator('textarea').first().fill('this is the data');
    await execute('putValue');
    await operation('getValue').locator('.opblock-summary-control').click();
    await operation('getValue').locator('input[placeholder=key]').fill('tried');
    await execute('getValue');
    await untilText(page, '.live-responses-table', 'this is the data');
    expect(
      await operation('getValue')
        .locator('.responses-inner > div > .responses-table .response')
        .count(),
    ).toBeLessThanOrEqual(4);
    expect(await textOf(second.get('/db/tried'))).toBe('this is the data');
    await browser.shoot(page, 'docs');
  });
});
