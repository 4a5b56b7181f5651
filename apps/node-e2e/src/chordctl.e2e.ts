// chordctl on real nodes: what a person and a script do with it, and a ring that is exported while it is written
// to, into an empty one.
import { ChordClient } from '@chord-dht/client';
import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { useLab } from './harness/lab';
import type { NodeProcess } from './harness/node-process';
import { PATIENCE } from './harness/patience';

const MAIN = join(__dirname, '../../../dist/apps/chordctl/main.mjs');
const KEYS = 3_000;
const TIMEOUT_MS = 120_000 * PATIENCE;

interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

interface Line {
  readonly key: string;
  readonly value: string;
  readonly contentType: string;
  readonly expiresAt: string | null;
}

function chordctl(nodes: readonly NodeProcess[], args: string[], input = ''): Promise<Ran> {
  const endpoints = nodes.map(({ address }) => address).join(',');
  const child = spawn(process.execPath, [MAIN, '--timeout', String(TIMEOUT_MS / 1_000), ...args], {
    env: { PATH: process.env['PATH'], CHORD_ENDPOINTS: endpoints },
  });
  const written = { out: '', err: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (written.out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (written.err += text));
  child.stdin.end(input);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, ...written }));
  });
}

const linesOf = (text: string): Line[] =>
  text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);
const nameOf = (at: number) => `e/${String(at).padStart(5, '0')}`;

it('chordctl says that a full disk has no room for what it writes', async () => {
  const full = openSync('/dev/full', 'w');
  const child = spawn(process.execPath, [MAIN, 'completion', 'bash'], {
    ...{ env: { PATH: process.env['PATH'] }, stdio: ['ignore', full, 'pipe'] },
  });
  closeSync(full);
  let err = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (err += text));
  const code = await new Promise((resolve) => child.on('close', resolve));
  expect(err).toMatch(/^chordctl: .*cannot be written.*ENOSPC.*\n$/);
  expect(code).toBe(2);
});

describe('chordctl at a ring of three', () => {
  const lab = useLab();
  let nodes: NodeProcess[];

  beforeAll(async () => {
    nodes = await lab.startRing(3);
    await lab.untilHealthy(nodes);
  });

  it('puts, gets, lists, counts and deletes, and tells by its exit code', async () => {
    expect(await chordctl(nodes, ['put', 'a b', 'first'])).toMatchObject({ code: 0 });
    expect(await chordctl(nodes, ['get', 'a b'])).toEqual({ code: 0, out: 'first', err: '' });
    expect((await chordctl(nodes, ['put', 'a b', 'x', '--create'])).code).toBe(3);
    const fromInput = await chordctl(nodes, ['put', 'a/c', '--ttl', '600'], 'second');
    expect(fromInput.code).toBe(0);
    expect(await chordctl(nodes, ['ls', 'a'])).toEqual({ code: 0, out: 'a b\na/c\n', err: '' });
    expect((await chordctl(nodes, ['count', 'a/'])).out).toBe('1\n');
    const [line] = linesOf((await chordctl(nodes, ['get', 'a/c', '--json'])).out) as [Line];
    expect(line).toMatchObject({ key: 'a/c', value: btoa('second') });
    expect(Date.parse(line.expiresAt as string)).toBeGreaterThan(0);
    expect(await chordctl(nodes, ['get', 'none'])).toMatchObject({ code: 1, out: '' });
    expect((await chordctl(nodes, ['delete', 'a b', 'a/c'])).code).toBe(0);
    expect((await chordctl(nodes, ['delete', 'a b'])).code).toBe(1);
  });

  it('shows the ring, a node, a path, and that all is well', async () => {
    const ring = await chordctl(nodes, ['ring']);
    for (const { address } of nodes) expect(ring.out).toContain(address);
    const [, second] = nodes as [NodeProcess, NodeProcess];
    expect((await chordctl(nodes, ['node', second.address])).out).toContain(second.address);
    expect((await chordctl(nodes, ['path', 'a b', '--json'])).code).toBe(0);
    await lab.until('all to be well', async () => {
      const { code, out, err } = await chordctl(nodes, ['doctor', '--json']);
      const levels = (JSON.parse(out) as { level: string }[]).map(({ level }) => level);
      return (code === 0 && levels.join() === 'ok,ok,ok,ok') || `${code} ${out} ${err}`;
    });
  });

  it('exports while others write, and what is imported into an empty ring is equal', async () => {
    const [empty] = (await lab.start(1)) as [NodeProcess];
    const client = new ChordClient({
      ...{ endpoints: nodes.map(({ address }) => address), timeoutMs: TIMEOUT_MS },
    });
    const input = Array.from({ length: KEYS }, (_, at) => ({
      ...{ key: nameOf(at), value: btoa(`value ${at}`) },
      contentType: at % 2 ? 'text/plain' : 'application/json',
      expiresAt: at % 3 ? null : new Date(Date.now() + 86_400_000).toISOString(),
    }));
    const filled = await chordctl(
      nodes,
      ['import'],
      input.map((each) => JSON.stringify(each)).join('\n'),
    );
    expect(filled).toMatchObject({ code: 0, out: '' });

    // Every tenth key is written again and again while the export runs.
    const live = new Map<string, Set<string>>();
    let isOver = false;
    const writing = (async () => {
      for (let round = 0; !isOver; round = (round + 1) % (KEYS / 10)) {
        const key = nameOf(round * 10);
        const value = `live ${round} ${Math.random()}`;
        live.set(key, (live.get(key) ?? new Set()).add(value));
        await client.put(key, value, { contentType: 'application/json' });
      }
    })();
    const exported = await chordctl(nodes, ['export', '--prefix', 'e/']).finally(() => {
      isOver = true;
    });
    await writing;
    expect(live.size).toBeGreaterThan(0);
    expect(exported.code).toBe(0);
    const lines = linesOf(exported.out);
    expect(lines.map(({ key }) => key)).toEqual(input.map(({ key }) => key));
    const wrong = lines.filter((line, at) => {
      const value = atob(line.value);
      if (live.get(line.key)?.has(value)) return false;
      const { contentType, expiresAt } = input[at] as Line;
      const isEnd = (line.expiresAt === null) === (expiresAt === null);
      return value !== `value ${at}` || line.contentType !== contentType || !isEnd;
    });
    expect(wrong).toEqual([]);

    expect((await chordctl([empty], ['import'], exported.out)).code).toBe(0);
    const again = linesOf((await chordctl([empty], ['export', '--prefix', 'e/'])).out);
    const bare = ({ key, value, contentType }: Line) => ({ key, value, contentType });
    expect(again.map(bare)).toEqual(lines.map(bare));
    expect(again.map(({ expiresAt }) => expiresAt === null)).toEqual(
      lines.map(({ expiresAt }) => expiresAt === null),
    );
    expect((await chordctl([empty], ['count'])).out).toBe(`${KEYS}\n`);
    const skipped = await chordctl([empty], ['import', '--on-conflict', 'skip'], exported.out);
    expect(skipped.err).toContain(`${KEYS} were there`);
  });

  it('tries the next endpoint when one is down, and lets a node leave', async () => {
    const [first, second, third] = nodes as [NodeProcess, NodeProcess, NodeProcess];
    await chordctl(nodes, ['put', 'kept', 'v']);
    const refused = await chordctl([first], ['leave']);
    expect(refused).toMatchObject({ code: 2, err: expect.stringContaining('--yes') as string });
    expect((await chordctl([first], ['leave', '--yes'])).code).toBe(0);
    expect((await first.ended()).code).toBe(0);
    expect((await chordctl([first, second, third], ['get', 'kept'])).out).toBe('v');
    expect((await chordctl([first], ['get', 'kept', '--timeout', '1'])).code).toBe(5);
    const joined = await chordctl([second], ['join', first.address]);
    expect(joined).toMatchObject({
      code: 7,
      err: expect.stringContaining(first.address) as string,
    });
  });
});
