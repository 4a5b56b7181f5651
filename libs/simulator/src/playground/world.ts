// The world of the playground: nodes of the protocol and store code, a person's actions on them, and the replay of a
// run from its text, event for event.
import type { Host } from '@chord-dht/chord/testing';
import { StoreCluster } from '../cluster/store-cluster';
import { deedWords } from './deed-words';
import { Deeds } from './deeds';
import { addressOf, numberOf } from './names';
import type { Lamp, LogLine, NodeDetail, Trail, WorldPicture } from './picture';
import { printRun, type Deed, type Run, type TimedDeed, type When } from './script';
import { Trails } from './trails';
import { WorldView, type World } from './view';

const LATENCY = { kind: 'uniform', minMs: 10, maxMs: 40 } as const;
/** Larger rings handle the events of one millisecond in one turn, which makes them several times faster. */
const EXACT_NODES_MAX = 32;

export class PlaygroundWorld implements World {
  readonly cluster: StoreCluster;
  private readonly trails: Trails;
  private readonly deeds: Deeds;
  private readonly view: WorldView;
  private readonly done: TimedDeed[] = [];
  /** The actions of the given run that are still to come. */
  private readonly coming: TimedDeed[];

  constructor(
    private readonly host: Host,
    private readonly run: Run,
  ) {
    this.coming = [...run.script];
    this.cluster = new StoreCluster({
      host,
      seed: run.seed,
      latency: LATENCY,
      tickMs: run.nodes > EXACT_NODES_MAX ? 1 : 0,
      copies: 'shared',
      logging: 'hash',
    });
    this.trails = new Trails(
      ({ address }) => numberOf(address),
      () => this.nowMs,
    );
    this.view = new WorldView(this.cluster, numberOf);
    this.deeds = new Deeds(this.cluster, this.trails, (words, weight) =>
      this.view.say(words, weight),
    );
    const addresses = Array.from({ length: run.nodes }, (_, index) => addressOf(index + 1));
    this.cluster.addIdealRing(addresses);
  }

  get nowMs(): number {
    return this.cluster.clock.nowMs();
  }

  get events(): number {
    return this.cluster.loop.events;
  }

  /** The number of actions of the script that are still to come. */
  get deedsToCome(): number {
    return this.coming.length;
  }

  get link(): string {
    return printRun(this.soFar);
  }

  /** The run so far, in a form that can be continued. */
  get soFar(): Run {
    return {
      seed: this.run.seed,
      nodes: this.run.nodes,
      script: [...this.done, ...this.coming],
      at: this.events,
    };
  }

  /**
   * Advances the world, with the actions of its script, until `isEnough` returns true; it is called before every turn.
   * @param isEnough gets the time at which the next event is due, in virtual milliseconds
   */
  async advance(isEnough: (nextMs: number) => boolean): Promise<void> {
    const { clock, loop } = this.cluster;
    for (;;) {
      let isOver = false;
      await loop.runUntil(() => {
        const nextMs = clock.nextDueMs();
        isOver = nextMs === undefined || isEnough(nextMs);
        return isOver || this.isDue();
      }, Infinity);
      if (isOver || !this.isDue()) return;
      while (this.isDue()) await this.perform((this.coming.shift() as TimedDeed).deed);
    }
  }

  /** One turn: the next event, or the next action of the script. */
  async step(): Promise<void> {
    const before = this.events;
    await this.advance(() => this.events > before);
  }

  /** An action of the person now. It is recorded, and the rest of the script is dropped. */
  async act(deed: Deed): Promise<void> {
    this.coming.length = 0;
    await this.perform(deed);
  }

  picture(): WorldPicture {
    return this.view.picture(this.deeds.slow);
  }

  readLamps(isThorough: boolean): readonly Lamp[] {
    return this.view.readLamps(isThorough);
  }

  readTrails(): readonly Trail[] {
    return this.trails.all;
  }

  readLog(): readonly LogLine[] {
    return this.view.readLog();
  }

  detail(number: number): NodeDetail | null {
    return this.view.detail(number);
  }

  /** The number of running nodes that have a value under a key. */
  copiesOf(key: string): number {
    return [...this.cluster.stores].filter(([address, { records }]) => {
      const keyId = this.cluster.node(address)?.keyId(key) ?? '';
      return records.get(keyId, key)?.deleted === false;
    }).length;
  }

  private isDue(): boolean {
    const [next] = this.coming;
    if (!next) return false;
    return this.isReached(next.when);
  }

  private isReached(when: When): boolean {
    if ('events' in when) return this.events >= when.events;
    return (this.cluster.clock.nextDueMs() ?? Infinity) > when.ms;
  }

  /** Promises that it resolved continue before the next event, now as in every replay of the same text. */
  private async perform(deed: Deed): Promise<void> {
    this.done.push({ when: { events: this.events }, deed });
    this.cluster.log?.add(`${this.nowMs.toFixed(3)} deed ${JSON.stringify(deed)}`);
    this.view.say(deedWords(deed), 'deed');
    this.deeds.perform(deed);
    await this.host.takeTurns(() => false);
  }
}
