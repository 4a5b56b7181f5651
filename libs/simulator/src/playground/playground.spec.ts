import { crashTenth } from '../testing/crash-tenth';
import { testHost } from '../testing/node-host';
import { printRun, readRun, type Run } from './script';
import { PlaygroundWorld } from './world';

const play = async (world: PlaygroundWorld, ms: number): Promise<void> =>
  world.advance((nextMs) => nextMs > ms);
/** Advances until `isSo`, for at most a minute of virtual time; checked at intervals. */
async function until(world: PlaygroundWorld, isSo: () => boolean): Promise<void> {
  for (let ms = world.nowMs; !isSo() && ms < 60_000; ms += 200) await play(world, ms);
}
const told = (world: PlaygroundWorld) => {
  const { hash, events, ms } = world.picture();
  return { hash, events, ms };
};

describe('a run as text', () => {
  const run: Run = {
    seed: 7,
    nodes: 12,
    script: [
      { when: { ms: 1500 }, deed: { do: 'crash', nodes: [5, 9] } },
      { when: { events: 4210 }, deed: { do: 'put', node: 1, key: 'a;b,c&d=e', value: 'ü (1)' } },
      { when: { events: 4300 }, deed: { do: 'slow', node: 3, extraMs: 300 } },
      { when: { events: 4301 }, deed: { do: 'cut', node: 2 } },
      { when: { events: 4302 }, deed: { do: 'heal' } },
      { when: { events: 4303 }, deed: { do: 'lookup', node: 2, key: 'x' } },
    ],
    at: 5000,
  };

  it('is read back as it was written', () => {
    const text = printRun(run);
    expect(text).toMatch(/^seed=7&nodes=12&script=1500ms,crash,5\+9;4210,put,1,a%3Bb%2Cc%26d%3De,/);
    expect(readRun(`#${text}`)).toEqual(run);
  });

  it.each([
    ['seed=x', /seed/],
    ['nodes=5000', /from 1 to 1000/],
    ['script=crash,5', /does not begin with a moment/],
    ['script=10,dance,5', /There is no action “dance”/],
    ['script=10,crash,0', /a node has to be/],
    ['script=10,put,1,%E0%A4%A,x', /is no text/],
  ])('%s is refused with its reason', (text, reason) => {
    expect(() => readRun(text)).toThrow(reason);
  });
});

describe('the world of the playground', () => {
  // From 33 nodes on events share turns.
  it.each([8, 40])(
    'of %i nodes is the same again from its link, event for event',
    async (nodes) => {
      const world = new PlaygroundWorld(testHost, { seed: 3, nodes, script: [] });
      await play(world, 700);
      await world.act({ do: 'put', node: 1, key: 'hello', value: 'world' });
      await play(world, 801.5);
      await world.act({ do: 'crash', nodes: [2, 5] });
      // In slices of any length, and by single steps.
      for (let ms = 810; ms < 1500; ms += 17) await play(world, ms);
      for (let count = 0; count < 5; count += 1) await world.step();
      await world.act({ do: 'lookup', node: 4, key: 'other' });
      await world.act({ do: 'add', nodes: [nodes + 1] });
      await play(world, 4_000);

      const link = printRun(world.soFar);
      const run = readRun(link);
      const again = new PlaygroundWorld(testHost, run);
      await again.advance(() => again.events >= (run.at ?? 0));
      expect(told(again)).toEqual(told(world));
      expect(again.readLog()).toEqual(world.readLog());
      expect(printRun(again.soFar)).toBe(link);

      const other = new PlaygroundWorld(testHost, { ...run, seed: 4 });
      await other.advance(() => other.events >= (run.at ?? 0));
      expect(told(other).hash).not.toBe(told(world).hash);
    },
  );

  it('names the nodes that break an invariant, and since when, and reports the repair', async () => {
    const world = new PlaygroundWorld(testHost, { seed: 1, nodes: 12, script: [] });
    await until(world, () => world.readLamps(true).every(({ holds }) => holds));
    await world.act({ do: 'crash', nodes: [3] });
    const ideal = () => world.readLamps(true).find(({ name }) => name === 'Ideal ring');
    expect(ideal()).toMatchObject({ holds: false, brokenAtMs: world.nowMs, times: 1 });
    expect(ideal()?.nodes.length).toBeGreaterThan(0);
    await until(world, () => ideal()?.holds === true);
    expect(ideal()).toMatchObject({ holds: true, brokenAtMs: null, times: 1 });
  });

  it('repairs itself after one node in ten has died at once', async () => {
    const { before, behind, mendedMs, defects } = await crashTenth(50);
    expect([before, defects]).toEqual([[], []]);
    expect(behind).toContain('Ideal ring');
    expect(mendedMs).toBeGreaterThan(0);
  });

  it('shows a lookup hop by hop, and the results of a put and a get', async () => {
    const world = new PlaygroundWorld(testHost, { seed: 1, nodes: 32, script: [] });
    await play(world, 2_000);
    await world.act({ do: 'put', node: 1, key: 'k', value: 'v' });
    await play(world, 6_000);
    await world.act({ do: 'get', node: 9, key: 'k' });
    await world.act({ do: 'lookup', node: 17, key: 'k' });
    await play(world, 12_000);
    const [put, get, lookup] = world.readTrails();
    expect([put?.outcome, get?.outcome]).toEqual(['done', '“v”']);
    expect(lookup?.hops.length).toBeGreaterThan(0);
    expect(lookup?.hops.every(({ state }) => state === 'answered')).toBe(true);
    expect(lookup?.outcome).toContain(`n${lookup?.owner} owns it`);
    expect(world.copiesOf('k')).toBe(3);
  });
});
