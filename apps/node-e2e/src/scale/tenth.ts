// A ring of nine nodes with many keys gets a tenth.
import { perSecond, type Stage } from './stage';

export const tenth = {
  members: 10,
  play: async (stage: Stage): Promise<void> => {
    const { load, nodes } = stage;
    const { keys, print } = stage.options;
    const [first, last] = [stage.node(0), stage.node(nodes.length - 1)];
    await stage.startRing(nodes.slice(0, -1));
    stage.serveAt(nodes.slice(0, -1));
    load.watch(first.port);
    await stage.quiet(`quiet, ${nodes.length - 1} nodes`);
    load.watch(last.port);
    const sinceMs = performance.now();
    const { readyMs } = await last.start('--join', `localhost:${first.port}`);
    load.serveAt(last.port);
    print(`node ${nodes.length} is ready after ${Math.round(readyMs)} ms`);
    const tookMs = await stage.settle(nodes, keys, sinceMs);
    print(`node ${nodes.length} has got ${perSecond(await stage.received(last), tookMs)}`);
    load.report(`node ${nodes.length} joins`);
  },
};
