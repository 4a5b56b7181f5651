// Too few home replicas are left: readiness, ring, metrics and log say so, agree with what clients get, and name the cure.
import { createHash } from 'node:crypto';
import { answered } from './harness/answered';
import { forEach, pathOf, putMany } from './harness/keys';
import { useLab } from './harness/lab';
import type { NodeProcess } from './harness/node-process';

interface Ring {
  readonly health: { readonly state: string; readonly sentence: string; readonly nextStep: string };
  readonly unserved: readonly { readonly from: string; readonly to: string }[];
  readonly members: readonly { readonly self: boolean; readonly share: number | null }[];
}
interface OwnView {
  readonly unserved: readonly { readonly share: number }[];
}
interface Ready {
  readonly status: string | number;
  readonly detail?: string;
  readonly reasons?: readonly { readonly code: string; readonly message: string }[];
}

const ringAt = async (node: NodeProcess) =>
  (await answered(node.once('GET', '/api/v1/ring'), 200)).json<Ring>();

/** The keys that are answered 503 at a node, in order; all others have to come. */
async function refused(node: NodeProcess, keys: Iterable<string>): Promise<string[]> {
  const found: string[] = [];
  await forEach(keys, async (key) => {
    const { status } = await answered(node.once('GET', pathOf(key)), 200, 503);
    if (status === 503) found.push(key);
  });
  return found.sort();
}

/** Whether a key lies in one of the arcs, each from behind its first id to its last. */
function liesIn(arcs: Ring['unserved'], key: string): boolean {
  const id = createHash('sha1').update(key).digest('hex');
  return arcs.some(({ from, to }) => (from < to ? from < id && id <= to : id > from || id <= to));
}

/** @throws what does not agree: they are asked one after the other, and a ring may change in between */
async function saysOneThing(node: NodeProcess): Promise<true> {
  const { unserved: own } = (await node.once('GET', '/api/v1/node')).json<OwnView>();
  const { status, text } = await node.once('GET', '/health/ready');
  const report = JSON.parse(text) as Ready;
  const owned = (await node.once('GET', '/dht')).text.split('\n').filter(Boolean);
  const out = await refused(node, owned);
  if (own.length === 0) {
    expect([status, report.status]).toEqual([200, 'ok']);
    expect(out).toEqual([]);
  } else if (status === 503) {
    expect(report.detail).toMatch(/cannot be served.*Missing: localhost:/);
    expect(out).toEqual(owned.sort());
  } else {
    expect(report).toMatchObject({ status: 'degraded', reasons: [{ code: 'NO_MAJORITY' }] });
    // Where it is the larger part by far, all keys that there are may lie in it.
    const { members } = await ringAt(node);
    const share = members.find((member) => member.self)?.share ?? 0;
    expect(own.reduce((sum, arc) => sum + arc.share, 0)).toBeLessThan(share);
  }
  const { text: metrics } = await node.once('GET', '/metrics');
  expect(metrics).toMatch(new RegExp(`^chord_unserved_arcs ${own.length}$`, 'm'));
  return true;
}

describe.each([
  { nodes: 3, dead: 2 },
  { nodes: 4, dead: 2 },
  { nodes: 5, dead: 3 },
])('a ring of $nodes of which $dead are killed', ({ nodes: count, dead }) => {
  const lab = useLab();
  let nodes: NodeProcess[] = [];
  let left: NodeProcess[] = [];
  let gone: NodeProcess[] = [];
  let keys: string[] = [];

  beforeAll(async () => {
    nodes = await lab.startRing(count, { args: ['--successors', '8'] });
    keys = [...(await putMany(nodes, 60)).keys()].sort();
    await lab.untilHealthy(nodes);
    gone = nodes.slice(0, dead);
    left = nodes.slice(dead);
    await Promise.all(gone.map((node) => node.kill()));
    await lab.untilOneRing(left);
  });

  it('says which keys cannot be served, and whom to start', async () => {
    for (const node of left) {
      await lab.until(`${node.address} to know it`, async () => {
        const { health, unserved } = await ringAt(node);
        if (unserved.length === 0) return health.sentence;
        const told = keys.filter((key) => liesIn(unserved, key));
        const seen = await refused(node, keys);
        return (
          told.join() === seen.join() ||
          `${told.join(' ')} are told, ${seen.join(' ')} refused: ${health.sentence}`
        );
      });
      await lab.until(`${node.address} to name the cure`, async (): Promise<true> => {
        const { health } = await ringAt(node);
        expect(['broken', 'degraded']).toContain(health.state);
        expect(health.sentence).toMatch(/cannot be served/);
        expect(health.sentence).not.toMatch(/alone|settling/);
        expect(health.nextStep).toMatch(/^Start localhost:/);
        for (const name of health.nextStep.match(/localhost:\d+/g) ?? [])
          expect(gone.map(({ address }) => address)).toContain(name);
        return true;
      });
    }
  });

  it('readiness, metrics and answers agree at each node', async () => {
    for (const node of left)
      await lab.until(`${node.address} to say one thing`, () => saysOneThing(node));
  });

  it('serves everything again when that is done which is said', async () => {
    const { health } = await ringAt(left[0]!);
    const isOneEnough = health.nextStep.includes(' or ') || !health.nextStep.includes(' and ');
    const named: readonly string[] = health.nextStep.match(/localhost:\d+/g) ?? [];
    const started = gone.filter(({ address }) => named.includes(address));
    expect(started.length).toBeGreaterThan(0);
    await Promise.all((isOneEnough ? started.slice(0, 1) : started).map((node) => node.start()));
    await lab.until('every key', async () => {
      const out = await refused(left[0]!, keys);
      return out.length === 0 || `${out.join(' ')} are refused`;
    });
    await lab.until('nothing unserved', async () => {
      const { unserved, health: now } = await ringAt(left[0]!);
      return unserved.length === 0 || now.sentence;
    });
  });
});

describe('one of three that comes back alone', () => {
  const lab = useLab();

  it('says from its start what it waits for, in its log too', async () => {
    const nodes = await lab.startRing(3);
    await putMany(nodes, 10);
    await lab.untilHealthy(nodes);
    await Promise.all(nodes.map((node) => node.kill()));
    const [first, second] = nodes as [NodeProcess, NodeProcess, NodeProcess];
    first.spawn();
    await lab.until('the sentence', async () => {
      const { status, text } = await first.once('GET', '/health/ready');
      return status === 503 && text.includes('Missing: ') ? true : text;
    });
    await first.logged('service-limited');
    await first.logged('started, and not ready yet,');
    await second.start();
    await first.untilReady();
  });
});
