// Lookups while hosts join and leave all the time (ToN 2003, section V-E).
import { codeOf, hopCount, positionsOf, type ChordNode, type Id } from '@chord-dht/chord';
import { exponential, type Host } from '@chord-dht/chord/testing';
import type { Cluster } from '../cluster/cluster';
import { LiveRing } from './live-ring';
import {
  allPositions,
  hostNames,
  KeyDraw,
  paperCluster,
  splitHosts,
  timeoutsOf,
} from './paper-world';
import type { Figures } from './result';
import { asksOwner, LOOKUPS_PER_SECOND } from './set-up';
import type { ExperimentSettings } from './settings';

const HOSTS_MIN = 2;
const VIA_HOSTS = 3;

/** One run. @returns the hosts that are present at the end */
export async function churnRun(
  host: Host,
  settings: ExperimentSettings,
  seed: number,
  figures: Figures,
  alter?: (node: ChordNode) => void,
): Promise<readonly string[]> {
  const cluster = paperCluster(host, settings, seed, alter);
  const hosts = await new ChurnRun(cluster, settings, seed, figures).run();
  if (cluster.defects.length > 0) throw cluster.defects[0];
  return hosts;
}

/** One ring, from its ideal state until all lookups have ended. */
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
    private readonly figures: Figures,
  ) {
    this.hosts = hostNames(settings.nodes, seed);
    this.joined = settings.nodes;
    const map = cluster.addIdealRing(allPositions(this.hosts, settings.virtualNodes));
    this.ring = new LiveRing(map.members);
    this.keys = new KeyDraw(settings.keys, seed);
  }

  async run(): Promise<readonly string[]> {
    const { rate, lookups } = this.settings;
    this.failAtOnce();
    this.poisson(LOOKUPS_PER_SECOND / 1_000, () => this.lookUp());
    if (rate > 0) {
      this.poisson(rate / 1_000, () => this.join());
      this.poisson(rate / 1_000, () => this.leave());
    }
    await this.cluster.loop.runUntil(() => this.ended >= lookups, Infinity);
    return this.hosts;
  }

  /** Fails hosts before the first lookup, if requested: hosts that fail do not notify others. */
  private failAtOnce(): void {
    const { failing, living } = splitHosts(this.settings, this.seed);
    for (const position of allPositions(failing, this.settings.virtualNodes)) {
      const node = this.cluster.node(position);
      if (node) this.ring.remove(node.self);
      this.cluster.crash(position);
    }
    this.hosts = living;
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
    // Any of them may leave before it has answered.
    const via = Array.from({ length: VIA_HOSTS }, () => cluster.random.pick(this.hosts));
    const joins = positionsOf(host, this.settings.virtualNodes).map(async (position) => {
      const node = await cluster.join(position, via);
      this.ring.add(node.self);
    });
    try {
      await Promise.all(joins);
      this.hosts.push(host);
    } catch (error) {
      if (codeOf(error) === 'INTERNAL') throw error;
      await Promise.allSettled(joins);
      await this.depart(host);
    }
  }

  private async leave(): Promise<void> {
    if (this.hosts.length <= HOSTS_MIN) return;
    const [host] = this.hosts.splice(this.cluster.random.below(this.hosts.length), 1) as [string];
    await this.depart(host);
  }

  private async depart(host: string): Promise<void> {
    const positions = positionsOf(host, this.settings.virtualNodes);
    for (const position of positions) {
      const node = this.cluster.node(position);
      if (!node) continue;
      this.ring.remove(node.self);
      // A lookup ends with its querier's process; another one replaces it.
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
    const result = await querier
      .lookup(target, { verifyOwner: asksOwner(this.settings) })
      .catch(() => undefined);
    if (!this.ring.over(question)) return;
    this.ended += 1;
    if (result && question.owners.has(result.owner.id))
      this.figures.right(hopCount(result), timeoutsOf(result));
    else this.figures.failed();
  }
}
