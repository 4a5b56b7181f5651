// Two rings with as many keys each become one while clients read and write in both.
import { ask } from './asking';
import { perSecond, type Stage } from './stage';

export const merge = {
  members: 6,
  rings: 2,
  play: async (stage: Stage): Promise<void> => {
    const { load, nodes } = stage;
    const { keys, port, print } = stage.options;
    const half = nodes.length / 2;
    const rings = [nodes.slice(0, half), nodes.slice(half)];
    // Clients begin when both are there: this process fills them, too, and hardly comes to it beside its clients.
    for (const [at, ring] of rings.entries()) await stage.startRing(ring, at * keys);
    for (const [at, ring] of rings.entries()) {
      // Until they are one, each knows its own keys only.
      stage.serveAt(ring, { from: at * keys, to: (at + 1) * keys });
      load.watch(stage.node(at * half).port);
    }
    await stage.quiet('quiet, two rings');
    const sinceMs = performance.now();
    const body = Buffer.from(`localhost:${stage.node(half).port}`);
    const joined = await ask({ port, path: '/dht/join', method: 'PUT', body, timeoutMs: 60_000 });
    print(`the join is answered ${joined.status} after ${Math.round(joined.ms)} ms`);
    const tookMs = await stage.settle(nodes, 2 * keys, sinceMs);
    const received = await Promise.all(nodes.map((node) => stage.received(node)));
    print(
      `moved: ${perSecond(
        received.reduce((sum, count) => sum + count, 0),
        tookMs,
      )}`,
    );
    load.report('the rings meet');
    for (const node of nodes) load.serveAt(node.port);
    await stage.quiet('quiet, one ring');
  },
};
