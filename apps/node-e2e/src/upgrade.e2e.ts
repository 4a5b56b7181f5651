// The nodes of a ring are of two versions, under load, while one after the other is upgraded and goes back: nothing is lost.
import { earlierMain, hasEarlierVersion } from './harness/earlier-version';
import { joinAll, useLab } from './harness/lab';
import { measured } from './harness/measured';
import type { NodeProcess } from './harness/node-process';
import { SteadyLoad } from './harness/steady-load';

/** Without one of them there are still three, so that every key has all its copies. */
const NODES = 4;

/** Only this version tells which one it is. */
const isOfThisVersion = async (node: NodeProcess): Promise<boolean> =>
  (await node.get('/metrics')).text.includes('chord_build_info');

/** Every key has all its copies: only then may the next node be stopped. */
const isWhole = async (node: NodeProcess): Promise<true | string> => {
  const ring = await node.once('GET', '/api/v1/ring');
  if (ring.status !== 200) return `${ring.status}`;
  const { health } = ring.json<{ health: { state: string; sentence: string } }>();
  return health.state === 'healthy' || `${node.address}: ${health.sentence}`;
};

const what = 'a ring of this version and the one before';
if (!hasEarlierVersion)
  process.stdout.write(`${what} is not tried: the history of the repository is not here\n`);

(hasEarlierVersion ? describe : describe.skip)(what, () => {
  const lab = useLab();

  it('loses no acknowledged write while nodes are upgraded one after the other, and one goes back', async () => {
    const main = earlierMain();
    const nodes = await lab.prepare(NODES, { args: ['--stabilize-ms', '250'] });
    const turnTo = (node: NodeProcess, isNew: boolean): void => {
      node.wrap = isNew
        ? (command) => command
        : ([program = '', , ...options]) => [program, main, ...options];
    };
    for (const node of nodes) turnTo(node, false);
    await Promise.all(nodes.map((node) => node.start()));
    const [first, ...others] = nodes as [NodeProcess, ...NodeProcess[]];
    await joinAll(first, others);
    await lab.untilOneRing(nodes);
    const untilWhole = async (): Promise<void> => {
      await lab.untilOneRing(nodes);
      await lab.until('all copies', () => isWhole(nodes[0] as NodeProcess), { everyMs: 250 });
    };
    await untilWhole();

    const load = new SteadyLoad();
    for (const node of nodes) load.nodes.add(node);
    load.start();
    const change = async (node: NodeProcess, isNew: boolean): Promise<void> => {
      expect(await isOfThisVersion(node)).toBe(!isNew);
      await load.leave(node);
      expect((await node.terminate()).code).toBe(0);
      turnTo(node, isNew);
      await node.start();
      await untilWhole();
      load.nodes.add(node);
      expect(await isOfThisVersion(node)).toBe(isNew);
    };
    try {
      // Half of them: that is when each version has a majority of some keys.
      for (const node of nodes.slice(0, NODES / 2)) await change(node, true);
      await change(first, false);
      await lab.until(
        'enough writes to tell',
        () => load.acknowledged > 50 || `${load.acknowledged} acknowledged`,
      );
    } finally {
      await load.stop();
    }
    await load.check();
    expect(load.wrong).toEqual([]);
    measured('requests during an upgrade and back', load.requests, 'in all');
    measured('of them answered with an error', load.errors.length, 'in all');
  });
});
