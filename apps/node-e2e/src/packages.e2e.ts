// What is published, in an empty folder: it needs nothing of this workspace, and the examples of its pages do what
// they say.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { answered, described, textOf } from './harness/answered';
import { ExampleApp } from './harness/example-app';
import { send, type Answer } from './harness/http';
import { useLab } from './harness/lab';
import type { NodeProcess } from './harness/node-process';
import { installPacked, type Home } from './harness/packed';
import { claimPorts, release } from './harness/ports';
import { until } from './harness/until';

const folder = mkdtempSync(join(tmpdir(), 'chord-packages-'));
let home: Home;
beforeAll(() => {
  home = installPacked(folder);
  // What an example imports beside its package.
  home.link('@angular/compiler');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const LIBRARIES = [
  ...['chord', 'store', 'transport', 'engine-lmdb', 'nest', 'client'],
  ...['ring-client', 'ring-view', 'simulator'],
];

describe.each(LIBRARIES)('@chord-dht/%s', (library) => {
  const name = `@chord-dht/${library}`;

  it('has what its entries promise, and nothing else', () => {
    const files = home.filesOf(name);
    const manifest = home.manifests.find((each) => each.name === name);
    const promised = Object.values(manifest?.exports ?? {}).flatMap((entry) =>
      typeof entry === 'string' ? [entry] : Object.values(entry),
    );
    expect(promised.length).toBeGreaterThan(2);
    expect(files).toEqual(expect.arrayContaining(promised.map((path) => path.slice(2))));
    const others = files.filter((file) => !/^(types\/.*\.d\.ts|[^.]+\.js)$/.test(file));
    expect(others.sort()).toEqual(['LICENSE', 'README.md', 'package.json']);
    expect(files.filter((file) => /spec|fixture|\.map$/.test(file))).toEqual([]);
  });

  it('has a page without links to files that are not there', () => {
    expect(home.read(name, 'README.md')).toMatch(new RegExp(`^# ${name}: `));
    expect(home.read(name, 'README.md')).not.toMatch(/\]\(\.{1,2}\//);
  });
});

/** What the example of the page of each library says at its end. */
const EXAMPLES: Record<string, RegExp> = {
  chord: /^greeting belongs to localhost:5001, found by way of 2 nodes\n$/,
  store: /^hello\n$/,
  transport: /^a ring of 2\n$/,
  'engine-lmdb': /^1 key on disk\n$/,
  nest: /^hello\n$/,
  'ring-view': /^chord-ring: members, bits, selected, /,
  simulator: /The ring is ideal: 3, 17, 44, 58\.\nas it was told\n$/,
};

it.each(Object.entries(EXAMPLES))('the example of @chord-dht/%s runs', async (library, said) => {
  const file = join(home.folder, `${library}.mjs`);
  const [port = 0] = await claimPorts(1);
  const example = exampleOf(home.read(`@chord-dht/${library}`, 'README.md'));
  writeFileSync(file, example.replace('port: 3000', `port: ${port}`));
  const { code, output } = await home.run([file]);
  release(port);
  expect(output).toMatch(said);
  expect(code).toBe(0);
});

/** The first piece of JavaScript of a page. */
function exampleOf(page: string): string {
  const [, text] = /^```js\n(.*?)^```$/ms.exec(page) ?? [];
  if (text === undefined) throw new Error('The page has no example.');
  return text;
}

describe('chord-dht', () => {
  const lab = useLab();
  let node: NodeProcess;
  const bin = (name: string) => join(home.path('chord-dht'), 'bin', `${name}.mjs`);

  beforeAll(async () => {
    [node] = (await lab.prepare(1)) as [NodeProcess];
    node.wrap = ([program = '', , ...options]) => [program, bin('chord-dht'), 'serve', ...options];
    await node.start();
  });

  it('puts and gets, over HTTP and by the commands', async () => {
    const env = { CHORD_ENDPOINTS: node.address };
    await answered(node.put('/db/greeting', 'hello'), 200);
    expect(await home.run([bin('chord-dht'), 'get', 'greeting'], env)).toMatchObject({
      ...{ code: 0, output: expect.stringMatching(/^hello\n?$/) },
    });
    const put = await home.run([bin('chordctl'), 'put', 'greeting', 'bye'], env);
    expect(put).toMatchObject({ code: 0 });
    expect(await textOf(node.get('/db/greeting'))).toBe('bye');
  });

  it('is used as the page of @chord-dht/ring-client says', async () => {
    const file = join(home.folder, 'ring-client.mjs');
    const example = exampleOf(home.read('@chord-dht/ring-client', 'README.md'));
    writeFileSync(file, example.replace('localhost:5000', node.address));
    expect(await home.run([file])).toEqual({
      ...{ code: 0, output: 'Ida, just written\nPRECONDITION_FAILED, not-applied\n1000 of 1000\n' },
    });
  });

  it.each(['/', '/docs'])('serves %s with all that the page needs', async (path) => {
    const page = await node.get(path);
    expect(page.status).toBe(200);
    const named = [...page.text.matchAll(/(?:src|href)="(?!https?:|data:|#)([^"]+)"/g)];
    const files = named.map(([, file = '']) => new URL(file, `http://a${path}`).pathname);
    expect(files.length).toBeGreaterThan(2);
    for (const file of files)
      expect({ file, status: (await node.get(file)).status }).toEqual({ file, status: 200 });
  });

  it('says its version and explains itself', async () => {
    const version = await home.run([bin('chord-dht'), '--version']);
    expect(version.output).toMatch(/^\d+\.\d+\.\d+\n$/);
    const help = await home.run([bin('chord-dht'), '--help']);
    expect(help).toMatchObject({ code: 0, output: expect.stringContaining('chord-dht serve') });
  });
});

describe('an application of somebody else', () => {
  let app: ExampleApp;
  const claimed: number[] = [];
  const ports = async (count: number): Promise<number[]> => {
    const found = await claimPorts(count);
    claimed.push(...found);
    return found;
  };
  const note = (port: number, text?: string) =>
    text === undefined
      ? send(port, 'GET', '/notes/ida')
      : send(port, 'PUT', '/notes/ida', {
          body: JSON.stringify({ text }),
          headers: { 'content-type': 'application/json' },
        });

  beforeAll(async () => {
    app = new ExampleApp(home);
    expect(await app.compile()).toEqual({ code: 0, output: '' });
  });
  afterEach(() => app.stop());
  afterAll(() => claimed.forEach(release));

  it.each([
    ['the ports that come with it', {}],
    ['a hash, an engine and a transport of its own', { OWN_PORTS: 'yes' }],
  ])('is a ring of three with %s', async (_ports, env) => {
    const [first = 0, ...others] = await ports(3);
    await app.start(first, [], env);
    await Promise.all(others.map((port) => app.start(port, [first], env)));
    const all = [first, ...others].map((port) => `localhost:${port}`).sort();
    for (const port of [first, ...others])
      await until(`${port} to know all instances`, async () => {
        const { text } = await send(port, 'GET', '/notes');
        return text === JSON.stringify(all) || text;
      });
    // What the ring cannot serve for a moment its application answers with 500.
    const untilAnswered = (status: number, text: string, ask: () => Promise<Answer>) =>
      until(`${status} ${text}`, async () => {
        const answer = await ask();
        return (answer.status === status && answer.text.includes(text)) || described(answer);
      });
    await untilAnswered(404, 'There is no note', () => note(others[0] ?? 0));
    await untilAnswered(200, '', () => note(first, 'hello'));
    for (const port of others) await untilAnswered(200, '{"text":"hello"}', () => note(port));
    expect(await app.stop()).toEqual(['SIGTERM', 'SIGTERM', 'SIGTERM']);
  });

  it('has ports of its own that pass the published suites', async () => {
    const { code, output } = await app.test();
    expect(output).toMatch(/^Tests: +\d+ passed, \d+ total$/m);
    expect(code).toBe(0);
  });
});
