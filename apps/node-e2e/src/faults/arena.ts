// Knows the place where a scenario is played: the nodes, which of them are healthy, the load, and the clock.
import { SeededRandom } from '@chord-dht/chord/testing';
import { linesOf } from '../harness/http';
import { oracleOf, type Lab } from '../harness/lab';
import type { NodeProcess } from '../harness/node-process';
import { History } from './history';
import { Load } from './load';

export const FAULTS_PATH = '/_test/faults';
const COPIES = 3;
/** The share of copies that may be on their way while clients write. */
const IN_MOTION = 0.05;

/** What one node says that it stores. */
interface Figures {
  readonly keys: number;
  readonly ownKeys: number;
  readonly pendingRanges: number;
}

export interface ArenaOptions {
  readonly lab: Lab;
  readonly nodes: readonly NodeProcess[];
  readonly seed: number;
  readonly rate: number;
}

export class Arena {
  readonly history = new History();
  readonly random: SeededRandom;
  readonly load: Load;
  readonly lab: Lab;
  /** All that should be one ring at the end. */
  readonly nodes: NodeProcess[];
  /** What must never be, in sentences. */
  readonly wrong: string[] = [];
  /** What took longer than it should. */
  readonly late: string[] = [];
  readonly measured = new Map<string, number>();
  private readonly ill = new Set<NodeProcess>();

  constructor({ lab, nodes, seed, rate }: ArenaOptions) {
    this.lab = lab;
    this.nodes = [...nodes];
    this.random = new SeededRandom(seed);
    const healthy = (): NodeProcess[] => this.nodes.filter((node) => !this.ill.has(node));
    this.load = new Load({ seed, rate, healthy, history: this.history });
  }

  /** Different nodes, chosen by the seed. */
  choose(count: number): NodeProcess[] {
    return this.random.shuffle(this.nodes).slice(0, count);
  }

  others(...nodes: readonly NodeProcess[]): NodeProcess[] {
    return this.nodes.filter((node) => !nodes.includes(node));
  }

  /** Clients ask these nodes no more until `isWell`; whatever fails at them meanwhile is no surprise. */
  isIll(...nodes: readonly NodeProcess[]): void {
    nodes.forEach((node) => this.ill.add(node));
  }

  isWell(...nodes: readonly NodeProcess[]): void {
    nodes.forEach((node) => this.ill.delete(node));
  }

  /** Notes until when keys are excused that have most of their home replicas among `nodes`. @returns what ends it */
  outage(nodes: readonly NodeProcess[]): () => void {
    const isDown = this.majorityAmong(nodes);
    const startMs = performance.now();
    const concerned = (endMs: number) => ({ startMs, endMs, concerns: isDown });
    return () => void this.history.outages.push(concerned(performance.now()));
  }

  /** Tells of which keys a majority of the home replicas is among `nodes`, by addresses alone. */
  majorityAmong(nodes: readonly NodeProcess[]): (key: string) => boolean {
    const oracle = oracleOf(this.nodes);
    const addresses = new Set(nodes.map(({ address }) => address));
    const known = new Map<string, boolean>();
    return (key) => {
      const before = known.get(key);
      if (before !== undefined) return before;
      const homes = oracle.clockwise(oracle.owner(key)).slice(0, COPIES);
      const among = homes.filter((home) => addresses.has(home)).length > COPIES / 2;
      known.set(key, among);
      return among;
    };
  }

  async setFaults(node: NodeProcess, faults: Record<string, unknown>): Promise<void> {
    const { status, text } = await node.put(FAULTS_PATH, JSON.stringify(faults));
    if (status !== 204) throw new Error(`${node.address} takes no faults: ${status} ${text}`);
  }

  /**
   * Waits until every arc is served and every value is there as often as it should be.
   * @param isQuiet false while keys are written, which then are on their way to their copies
   */
  untilCopies(isQuiet = true): Promise<number> {
    return this.lab.until(
      'every value at three nodes',
      async () => {
        const views = await Promise.all(this.nodes.map((node) => this.figures(node)));
        const sum = (name: keyof Figures) =>
          views.reduce((total, figures) => total + figures[name], 0);
        const [keys, ownKeys, pending] = [sum('keys'), sum('ownKeys'), sum('pendingRanges')];
        const difference = Math.abs(keys - COPIES * ownKeys);
        if (pending === 0 && difference <= (isQuiet ? 0 : IN_MOTION * keys)) return true;
        const each = views.map((figures) => `${figures.keys}/${figures.ownKeys}`).join(' ');
        return `${keys} copies of ${ownKeys} keys (${each}), ${pending} arcs pending`;
      },
      { withinMs: 60_000, everyMs: 200 },
    );
  }

  private async figures(node: NodeProcess): Promise<Figures> {
    const view = await node.get('/api/v1/node', { timeoutMs: 5_000 });
    const { keys, pendingRanges } = view.json<{ store: Figures }>().store;
    const own = await node.get('/dht', { timeoutMs: 5_000 });
    return { keys, pendingRanges, ownKeys: linesOf(own).length };
  }

  /** Lets the load go on for a time: the only way to have a fault last. */
  lasts(ms: number): Promise<void> {
    return new Promise((resolve) => setTimeout(resolve, ms));
  }

  measure(what: string, ms: number, limitMs?: number): void {
    this.measured.set(what, Math.max(ms, this.measured.get(what) ?? 0));
    if (limitMs !== undefined && ms > limitMs) {
      this.late.push(`${what} took ${ms.toFixed(0)} ms, more than ${limitMs}`);
    }
  }
}
