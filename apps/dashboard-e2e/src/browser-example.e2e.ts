// The example of a page: it imports the client as it is published, and uses nodes of another site.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { useBrowser } from './harness/browser';
import { answered, useLab, type NodeProcess } from './harness/nodes';
import { untilText } from './harness/ring-page';

const ROOT = join(__dirname, '../../..');
const TYPES: Record<string, string> = { '.html': 'text/html', '.js': 'text/javascript' };

const run = (program: string, args: readonly string[]): void => {
  const { status, stdout, stderr } = spawnSync(program, args, { cwd: ROOT, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${program} ${args[0]}: ${stdout}${stderr}`);
};

describe('the example of a page', () => {
  const lab = useLab();
  const browser = useBrowser();
  const folder = mkdtempSync(join(tmpdir(), 'chord-page-'));
  let site: Server;
  let nodes: NodeProcess[];
  let url: string;

  beforeAll(async () => {
    cpSync(join(ROOT, 'examples/browser'), folder, { recursive: true });
    const packed = join(folder, 'packed');
    run(process.execPath, [join(ROOT, 'tools/pack.mjs'), '--to', packed, 'client']);
    const [tarball = ''] = readdirSync(packed).filter((name) => name.endsWith('.tgz'));
    const home = join(folder, 'node_modules/@chord-dht/client');
    mkdirSync(home, { recursive: true });
    run('tar', ['-xzf', join(packed, tarball), '--strip-components=1', '-C', home]);
    site = createServer(({ url: path = '/' }, response) => {
      const [name = ''] = path.slice(1).split('?');
      const file = join(folder, name === '' ? 'index.html' : name);
      try {
        const text = readFileSync(file);
        response.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'text/plain' }).end(text);
      } catch {
        response.writeHead(name === 'favicon.ico' ? 204 : 404).end();
      }
    });
    await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
    const origin = `http://localhost:${(site.address() as AddressInfo).port}`;
    nodes = await lab.startRing(2, { args: ['--allow-origin', origin] });
    url = `${origin}/?endpoints=${nodes.map(({ address }) => address).join(',')}`;
  });
  afterAll(() => {
    site.closeAllConnections();
    site.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('keeps what is typed, under its conditions, and shows what anybody changes', async () => {
    const [first, second] = nodes as [NodeProcess, NodeProcess];
    await answered(first.put('/db/notes%2Fold', 'from before'), 200);
    const page = await browser.open(url);
    await untilText(page, '#notes', 'old: from before');
    const keep = async (name: string, text: string): Promise<void> => {
      await page.getByLabel('Name').fill(name);
      await page.getByLabel('Text').fill(text);
      await page.getByRole('button', { name: 'Keep' }).click();
    };
    await keep('ida', 'a <b>note</b> ☃');
    await untilText(page, '#said', 'ida is kept as ');
    await untilText(page, '#notes', 'ida: a <b>note</b> ☃');
    const stored = await answered(second.get('/api/v1/keys/notes%2Fida'), 200);
    expect(stored.text).toBe('a <b>note</b> ☃');
    expect(stored.headers['x-chord-expires']).not.toBe('never');
    await keep('ida', 'another');
    await untilText(page, '#said', 'If-None-Match does not hold');
    await answered(second.put('/db/notes%2Fida', 'by somebody else'), 200);
    await untilText(page, '#notes', 'ida: by somebody else');
    await answered(second.delete('/db/notes%2Fold'), 200);
    await lab.until('the note to be gone', async () => {
      const text = (await page.textContent('#notes')) ?? '';
      return !text.includes('old') || text;
    });
    // A value that is gone, and a condition that does not hold, are answers.
    expect(browser.faults(/404|412/)).toEqual([]);
  });
});
