// One node with many keys gets a second and a third member, and then is killed and comes back.
import { pause } from './asking';
import { perSecond, QUIET_MS, seconds, type Stage } from './stage';

export const grow = {
  members: 3,
  play: async (stage: Stage): Promise<void> => {
    const { nodes, load } = stage;
    const { keys, print } = stage.options;
    const first = stage.node(0);
    await stage.startFilled(first);
    load.serveAt(first.port);
    load.watch(first.port);
    await stage.quiet('quiet, one node');
    for (let at = 1; at < nodes.length; at += 1) {
      const node = stage.node(at);
      const sinceMs = performance.now();
      const started = node.start('--join', `localhost:${first.port}`);
      load.watch(node.port);
      const served = started.then(({ readyMs }) => {
        print(`  ${node.port} is ready after ${seconds(readyMs)} s`);
        load.serveAt(node.port);
      });
      const [tookMs] = await Promise.all([
        stage.settle(nodes.slice(0, at + 1), keys, sinceMs),
        served,
      ]);
      print(`node ${at + 1} has ${perSecond(keys, tookMs)}`);
      load.report(`node ${at + 1} joins`);
      await stage.quiet(`quiet, ${at + 1} nodes`);
    }
    if (nodes.length > 2) await crash(stage);
  },
};

async function crash(stage: Stage): Promise<void> {
  const { load, nodes } = stage;
  const first = stage.node(0);
  await load.forget(first.port);
  await first.stop('SIGKILL');
  await pause(QUIET_MS);
  load.report('the first is killed');
  const sinceMs = performance.now();
  const started = first.start();
  load.watch(first.port);
  stage.tellStart(first, await started);
  load.serveAt(first.port);
  await stage.settle(nodes, stage.options.keys, sinceMs);
  load.report('the first is back');
}
