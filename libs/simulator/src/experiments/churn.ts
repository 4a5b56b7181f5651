// Lookups while hosts join and leave all the time (ToN 2003, section V-E).
import { hopCount, positionsOf, type ChordNode, type Id } from '@chord-dht/chord';
import type { Cluster } from '../cluster/cluster';
import { exponential } from '../network/latency';
import type { Host } from '../ports/host';
import { LiveRing } from './live-ring';
import { allPositions, hostNames, KeyDraw, paperCluster, timeoutsOf } from './paper-world';
import { LookupFigures, type ExperimentResult } from './result';
import type { ExperimentSettings } from './settings';

const LOOKUPS_PER_MS = 1 / 1_000;
const HOSTS_MIN = 2;

/** @param alter changes each fresh node: for tests that run a protocol with a known defect */
export async function runChurn(
  host: Host,
  settings: ExperimentSettings,
  alter?: (node: ChordNode) => void,
): Promise<ExperimentResult> {
  const figures = new LookupFigures();
  for (let run = 0; run < settings.seeds; run += 1) {
    const cluster = paperCluster(host, settings, settings.seed + run, alter);
    await new ChurnRun(cluster, settings, settings.seed + run, figures).run();
    if (cluster.defects.length > 0) throw cluster.defects[0];
  }
  return figures.result(settings);
}

/** One ring, from its ideal state on, until all lookups are over. */
class ChurnRun {
  private hosts: string[];
  private readonly ring: LiveRing;
  private readonly keys: KeyDraw;
  private joined: number;
  private begun = 0;
  private ended = 0;

  constructor(
    private readonly cluster: Cluster,
    private readonly settings: ExperimentSettings,
    private readonly seed: number,
    private readonly figures: LookupFigures,
  ) {
    this.hosts = hostNames(settings.nodes, seed);
    this.joined = settings.nodes;
    const map = cluster.addIdealRing(allPositions(this.hosts, settings.virtualNodes));
    this.ring = new LiveRing(map.members);
    this.keys = new KeyDraw(settings.keys, seed);
  }

  async run(): Promise<void> {
    const { rate, lookups, failed } = this.settings;
    if (failed > 0) this.failAtOnce(failed);
    this.poisson(LOOKUPS_PER_MS, () => this.lookUp());
    if (rate > 0) {
      this.poisson(rate / 1_000, () => this.join());
      this.poisson(rate / 1_000, () => this.leave());
    }
    await this.cluster.loop.runUntil(() => this.ended >= lookups, Infinity);
  }

  /** Before the first lookup, when it is asked for: hosts that fail do not say so. */
  private failAtOnce(share: number): void {
    const count = Math.min(Math.floor(share * this.hosts.length), this.hosts.length - HOSTS_MIN);
    const failing = new Set(this.cluster.random.shuffle(this.hosts).slice(0, count));
    for (const host of failing) {
      for (const position of positionsOf(host, this.settings.virtualNodes)) {
        const node = this.cluster.node(position);
        if (node) this.ring.remove(node.self);
        this.cluster.crash(position);
      }
    }
    this.hosts = this.hosts.filter((host) => !failing.has(host));
  }

  private poisson(ratePerMs: number, act: () => Promise<void>): void {
    const { clock, random } = this.cluster;
    clock.after(exponential(random, 1 / ratePerMs), () => {
      act().catch((error: unknown) => this.cluster.defects.push(error));
      this.poisson(ratePerMs, act);
    });
  }

  private async join(): Promise<void> {
    const { cluster } = this;
    const [host] = hostNames(1, this.seed, this.joined) as [string];
    this.joined += 1;
    const via = cluster.random.pick(this.hosts);
    const joins = positionsOf(host, this.settings.virtualNodes).map(async (position) => {
      const node = await cluster.join(position, [via]);
      this.ring.add(node.self);
    });
    await Promise.all(joins);
    this.hosts.push(host);
  }

  private async leave(): Promise<void> {
    if (this.hosts.length <= HOSTS_MIN) return;
    const [host] = this.hosts.splice(this.cluster.random.below(this.hosts.length), 1) as [string];
    const positions = positionsOf(host, this.settings.virtualNodes);
    for (const position of positions) {
      const node = this.cluster.node(position);
      if (!node) continue;
      this.ring.remove(node.self);
      // A lookup ends with the process that made it; another one takes its place.
      this.begun -= this.ring.forget(node.self);
    }
    await Promise.all(positions.map((position) => this.cluster.leave(position)));
  }

  private async lookUp(): Promise<void> {
    if (this.begun >= this.settings.lookups) return;
    this.begun += 1;
    const { random } = this.cluster;
    const querier = this.cluster.node(random.pick(this.hosts)) as ChordNode;
    const target: Id = this.keys.next(querier);
    const question = this.ring.ask(target, querier.self);
    try {
      // Whoever leaves says so: only where some fail is the owner asked whether it is alive.
      const result = await querier.lookup(target, { verifyOwner: this.settings.failed > 0 });
      if (question.owners.has(result.owner.id))
        this.figures.right(hopCount(result), timeoutsOf(result));
      else this.figures.failed();
    } catch {
      this.figures.failed();
    }
    this.ring.over(question);
    this.ended += 1;
  }
}
