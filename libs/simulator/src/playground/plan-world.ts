// Shows a run of the test suite: the same run, event for event, paced by the viewer.
import type { Address } from '@chord-dht/chord';
import type { Host } from '@chord-dht/chord/testing';
import type { Cluster } from '../cluster/cluster';
import { runAnyPlan, type AnyPlan } from '../fuzz/any-plan';
import { playgroundLink } from '../fuzz/fuzz';
import type { PlanOutcome } from '../fuzz/plan-outcome';
import type { Lamp, LogLine, NodeDetail, Trail, WorldPicture } from './picture';
import { WorldView, type World } from './view';

interface Pending {
  readonly step: () => boolean;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** A host that takes turns on request only. */
class HeldHost implements Host {
  private pending: Pending | undefined;

  takeTurns(step: () => boolean): Promise<void> {
    return new Promise((resolve, reject) => (this.pending = { step, resolve, reject }));
  }

  /** Takes one turn. @returns false when no task is waiting */
  turn(): boolean {
    const { pending } = this;
    if (!pending) return false;
    try {
      if (pending.step()) return true;
      this.pending = undefined;
      pending.resolve();
    } catch (error) {
      this.pending = undefined;
      pending.reject(error);
    }
    return true;
  }
}

export class PlanWorld implements World {
  private readonly held = new HeldHost();
  private readonly names = new Map<Address, number>();
  private cluster!: Cluster;
  private view!: WorldView;
  private outcome: PlanOutcome | undefined;

  constructor(
    private readonly host: Host,
    private readonly plan: AnyPlan,
  ) {
    const run = runAnyPlan(this.held, plan, {
      logging: 'hash',
      onCluster: (cluster) => {
        this.cluster = cluster;
        this.view = new WorldView(cluster, (address) => this.numberOf(address));
      },
    });
    run.then(
      (outcome) => this.end(outcome),
      (error: unknown) => this.view.say(`The run ended with ${String(error)}`, 'bad'),
    );
  }

  get nowMs(): number {
    return this.cluster.clock.nowMs();
  }

  get events(): number {
    return this.cluster.loop.events;
  }

  get link(): string {
    return `${planText(this.plan)}&at=${this.events}`;
  }

  /** The outcome of the run; `undefined` while it goes on. */
  get result(): PlanOutcome | undefined {
    return this.outcome;
  }

  async advance(isEnough: (nextMs: number) => boolean): Promise<void> {
    const { clock } = this.cluster;
    await this.host.takeTurns(() => {
      if (this.outcome || isEnough(clock.nextDueMs() ?? Infinity)) return false;
      return this.held.turn();
    });
  }

  async step(): Promise<void> {
    const before = this.events;
    await this.advance(() => this.events > before);
  }

  picture(): WorldPicture {
    return this.view.picture();
  }

  readLamps(isThorough: boolean): readonly Lamp[] {
    return this.view.readLamps(isThorough);
  }

  readTrails(): readonly Trail[] {
    return [];
  }

  readLog(): readonly LogLine[] {
    return this.view.readLog();
  }

  detail(number: number): NodeDetail | null {
    return this.view.detail(number);
  }

  private end(outcome: PlanOutcome): void {
    this.outcome = outcome;
    const { failure } = outcome;
    if (failure) this.view.say(`The run fails: ${failure.kind}, ${failure.detail}`, 'bad');
    else this.view.say('The run is over, and nothing was wrong.', 'deed');
  }

  private numberOf(address: Address): number {
    if (address === '') return 0;
    const known = this.names.get(address) ?? this.names.size + 1;
    this.names.set(address, known);
    return known;
  }
}

/** `seed=1&script=plan:…`, the text of a link to the playground. */
export function planText(plan: AnyPlan): string {
  const link = playgroundLink(plan);
  return link.slice(link.indexOf('#') + 1);
}

/**
 * @returns undefined when the text names no plan
 * @throws Error when it names one that cannot be read
 */
export function readPlan(
  text: string,
): { readonly plan: AnyPlan; readonly at: number | undefined } | undefined {
  const [, encoded] = /(?:^#?|&)script=plan:([^&]*)/.exec(text) ?? [];
  if (encoded === undefined) return undefined;
  const [, at] = /&at=(\d{1,15})(?:&|$)/.exec(text) ?? [];
  let plan: Partial<AnyPlan>;
  try {
    plan = JSON.parse(decodeURIComponent(encoded)) as Partial<AnyPlan>;
  } catch {
    throw new Error('what stands behind script=plan: is no plan of the test suite.');
  }
  const isPlan =
    typeof plan.seed === 'number' && Array.isArray(plan.faults) && (plan.nodes ?? 0) <= 1_000;
  if (!isPlan) throw new Error('what stands behind script=plan: is no plan of the test suite.');
  return { plan: plan as AnyPlan, at: at === undefined ? undefined : Number(at) };
}
