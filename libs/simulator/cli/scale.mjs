// Measures how large and how fast rings can be: npx nx run simulator:scale -- --nodes 1000 --seconds 20 [--members 100]
import { parseArgs } from 'node:util';
import { loadSimulator } from './load-simulator.mjs';

const { values } = parseArgs({
  options: {
    nodes: { type: 'string', default: '1000' },
    // Members of the ideal ring at the start; the others join.
    members: { type: 'string' },
    // How many join in a second of virtual time, as a share of the members there are.
    growth: { type: 'string', default: '0.5' },
    seconds: { type: 'string', default: '20' },
    lookups: { type: 'string', default: '1000' },
  },
});
const nodes = Number(values.nodes);
const members = Number(values.members ?? nodes);
const { Cluster, nodeHost } = await loadSimulator();
const cluster = new Cluster({ host: nodeHost, seed: 1, tickMs: 1, copies: 'shared' });
const name = (index) => `node-${index}.example:1`;

const built = await timed(async () =>
  cluster.addIdealRing(Array.from({ length: members }, (_, index) => name(index))),
);
const grown = await timed(grow);
const grownAtMs = cluster.clock.nowMs();
const converged = await timed(converge);
const idealAtMs = cluster.clock.nowMs();
const virtualMs = 1_000 * Number(values.seconds);
const messagesBefore = cluster.network.messages;
const cpuBefore = process.cpuUsage();
const run = await timed(() => cluster.loop.advance(virtualMs));
const cpu = process.cpuUsage(cpuBefore);
const cpuMs = (cpu.user + cpu.system) / 1_000;
const messages = cluster.network.messages - messagesBefore;
const wrong = await wrongLookups(Number(values.lookups));
if (cluster.defects.length > 0) throw cluster.defects[0];

console.log(
  JSON.stringify({
    nodes: cluster.members().length,
    ideal: !cluster.notIdeal(),
    seconds: { build: built, grow: grown, converge: converged, run },
    timesRealTime: Number((virtualMs / 1_000 / run).toPrecision(3)),
    virtualSeconds: { grow: grownAtMs / 1_000, converge: (idealAtMs - grownAtMs) / 1_000 },
    // The same by the time that the process really had: other processes do not count.
    timesRealTimeByCpu: Number((virtualMs / cpuMs).toPrecision(3)),
    messages,
    lookups: Number(values.lookups),
    wrong,
    megabytes: Math.round(process.resourceUsage().maxRSS / 1_024),
  }),
);

async function timed(task) {
  const startedMs = performance.now();
  await task();
  return Math.round(performance.now() - startedMs) / 1_000;
}

async function converge() {
  while (cluster.notIdeal() && cluster.clock.nowMs() < 3_600_000) {
    await cluster.loop.advance(1_000);
    report('converging for');
  }
}

/** Large rings take minutes: those who wait see where it is. */
function report(what) {
  const seconds = Math.round(cluster.clock.nowMs() / 1_000);
  const megabytes = Math.round(process.memoryUsage.rss() / 2 ** 20);
  console.error(`${what} ${seconds} virtual seconds, ${megabytes} MiB`);
}

async function grow() {
  for (let count = members; count < nodes;) {
    const next = Math.min(nodes, count + Math.ceil(count * Number(values.growth)));
    const joins = [];
    for (; count < next; count += 1)
      joins.push(cluster.join(name(count), [name(cluster.random.below(members))], 60_000));
    await cluster.loop.settle(Promise.all(joins));
    await cluster.loop.advance(1_000);
    report(`${count} nodes after`);
  }
}

async function wrongLookups(count) {
  const map = cluster.ringMap();
  let failures = 0;
  const lookups = Array.from({ length: count }, async (_, index) => {
    const node = cluster.node(name(cluster.random.below(members)));
    const target = node.keyId(`key-${index}`);
    const result = await node.lookup(target).catch(() => undefined);
    if (result?.owner.id !== map.ownerOf(target).id) failures += 1;
  });
  await cluster.loop.settle(Promise.all(lookups));
  return failures;
}
