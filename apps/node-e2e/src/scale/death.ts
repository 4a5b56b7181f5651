// One of five nodes with many keys dies for good: its copies are made again.
import { perSecond, type Stage } from './stage';

export const death = {
  members: 5,
  play: async (stage: Stage): Promise<void> => {
    const { load, nodes } = stage;
    const { keys, print } = stage.options;
    await stage.startRing(nodes);
    stage.serveAt(nodes);
    for (const { port } of nodes.slice(0, 2)) load.watch(port);
    await stage.quiet(`quiet, ${nodes.length} nodes`);
    const victim = stage.node(nodes.length - 1);
    const left = nodes.slice(0, -1);
    const before = await sumOf(stage, left);
    await load.forget(victim.port);
    const sinceMs = performance.now();
    await victim.stop('SIGKILL');
    const tookMs = await stage.settle(left, keys, sinceMs);
    const made = (await sumOf(stage, left)) - before;
    print(`copies made again: ${perSecond(made, tookMs)}`);
    load.report(`one of ${nodes.length} dies`);
    await stage.quiet(`quiet, ${left.length} nodes`);
  },
};

async function sumOf(stage: Stage, nodes: Stage['nodes']): Promise<number> {
  const all = await Promise.all(nodes.map((node) => stage.received(node)));
  return all.reduce((sum, count) => sum + count, 0);
}
