// A node is away while two of a hundred keys are changed: it fetches only what differs.
import type { Stage } from './stage';

const CHANGED_SHARE = 0.02;
/** A write of a client while it comes back may be brought to it, too. */
const OTHERS_SHARE = 0.5;

export const away = {
  members: 5,
  play: async (stage: Stage): Promise<void> => {
    const { load, nodes } = stage;
    const { keys, print } = stage.options;
    await stage.startRing(nodes);
    stage.serveAt(nodes);
    await stage.quiet(`quiet, ${nodes.length} nodes`);
    const absent = stage.node(nodes.length - 1);
    const left = nodes.slice(0, -1);
    await load.forget(absent.port);
    await absent.stop('SIGTERM');
    await stage.settle(left, keys);
    load.report('one goes');
    const step = Math.round(1 / CHANGED_SHARE);
    const changed = Array.from({ length: Math.floor(keys / step) }, (_, at) => at * step);
    await load.change(changed);
    load.report(`${changed.length} keys are changed`);
    const sinceMs = performance.now();
    stage.tellStart(absent, await absent.start());
    load.serveAt(absent.port);
    await stage.settle(nodes, keys, sinceMs);
    load.report('it is back');
    const received = await stage.received(absent);
    print(`it has fetched ${received} records; ${changed.length} of ${keys} were changed`);
    if (received > changed.length * (1 + OTHERS_SHARE))
      throw new Error('It has fetched more than what differs.');
  },
};
