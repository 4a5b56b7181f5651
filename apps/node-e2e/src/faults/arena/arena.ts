// The arena of a scenario: its nodes, which of them are healthy, the load, and the clock.
import { SeededRandom } from '@chord-dht/chord/testing';
import { linesOf } from '../../harness/http';
import { oracleOf, type Lab } from '../../harness/lab';
import { PATIENCE } from '../../harness/patience';
import type { NodeProcess } from '../../harness/node-process';
import type { Yardstick } from './figures';
import { History } from './history';
import type { Figure } from './limits';
import { Load } from './load';

export const FAULTS_PATH = '/_test/faults';
/** Members of the ring that a scenario begins with. */
export const NODES = 5;
const COPIES = 3;
/** Whoever does not answer within this time is asked again. */
const ASK_AGAIN_MS = 5_000 * PATIENCE;
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
  readonly yardstick?: Yardstick | undefined;
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
  readonly measured = new Map<string, number>();
  readonly yardstick: Yardstick | undefined;
  /** When the first fault began, milliseconds of the history. */
  beginsMs = 0;
  /** Some nodes never come back. */
  isMaimed = false;
  /** Tells of which keys nobody can answer any more, for nodes that never come back. */
  lost: (key: string) => boolean = () => false;
  private readonly ill = new Set<NodeProcess>();

  constructor({ lab, nodes, seed, rate, yardstick }: ArenaOptions) {
    this.lab = lab;
    this.yardstick = yardstick;
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

  /** They are no part of the ring any more. */
  retire(...nodes: readonly NodeProcess[]): void {
    for (const node of nodes) this.nodes.splice(this.nodes.indexOf(node), 1);
  }

  /** Notes until when keys are excused that have most of their home replicas among `nodes`. @returns what ends it */
  outage(nodes: readonly NodeProcess[], untilMs?: number): () => void {
    return this.excuse(this.majorityAmong(nodes), untilMs);
  }

  /** Notes that no key has to be served. @returns what ends it */
  outageOfAll(): () => void {
    return this.excuse(() => true);
  }

  private excuse(concerns: (key: string) => boolean, untilMs?: number): () => void {
    const startMs = performance.now();
    return () => {
      const endMs = untilMs ?? performance.now();
      this.history.outages.push({ startMs, endMs, concerns });
    };
  }

  /** The node that should answer for a key, by addresses alone. */
  ownerOf(key: string): string {
    return oracleOf(this.nodes).owner(key);
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
      { everyMs: 200 },
    );
  }

  private async figures(node: NodeProcess): Promise<Figures> {
    const view = await node.once('GET', '/api/v1/node', { timeoutMs: ASK_AGAIN_MS });
    const { keys, pendingRanges } = view.json<{ store: Figures }>().store;
    const own = await node.once('GET', '/dht', { timeoutMs: ASK_AGAIN_MS });
    return { keys, pendingRanges, ownKeys: linesOf(own).length };
  }

  /** Lets the load go on for a time: the only way to have a fault last. */
  lasts(ms: number): Promise<void> {
    return new Promise((resolve) => setTimeout(resolve, ms));
  }

  /** Of several readings the largest counts. */
  measure(what: Figure | (string & {}), value: number): void {
    this.measured.set(what, Math.max(value, this.measured.get(what) ?? -Infinity));
  }

  count(what: string): void {
    this.measured.set(what, (this.measured.get(what) ?? 0) + 1);
  }

  /** Whoever was asked to stop has to end well. */
  async expectEnd(node: NodeProcess, ending: ReturnType<NodeProcess['ended']>): Promise<void> {
    const { code, signal } = await ending;
    if (code !== 0) this.wrong.push(`${node.address} ended with ${code ?? signal}, not 0`);
  }
}
