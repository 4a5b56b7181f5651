// Knows how a scenario is played: it does the steps, checks what is expected and writes the transcript.
import { codeOf, type ChordNode } from '@chord-dht/chord';
import { NumberedHasher } from '@chord-dht/chord/testing';
import { Cluster } from '../cluster/cluster';
import type { Host } from '../ports/host';
import type { Scenario, Step } from './scenario';
import { sentenceOf } from './sentence';

export interface Play {
  readonly transcript: readonly string[];
  /** Expectations that were not met; empty when the story went as told. */
  readonly failures: readonly string[];
}

const REORDER_MS = 50;
/** Name, story and an empty line; what makes the first ring is not told. */
const HEAD_LINES = 3;

export async function playScenario(host: Host, scenario: Scenario): Promise<Play> {
  const stage = new Stage(host, scenario);
  for (const step of scenario.steps) await stage.act(step);
  return stage.end();
}

class Stage {
  private readonly cluster: Cluster;
  private readonly lines: string[] = [];
  private readonly failures: string[] = [];
  private readonly remembered = new Map<string, readonly string[]>();

  constructor(host: Host, scenario: Scenario) {
    this.cluster = new Cluster({
      host,
      seed: scenario.seed,
      bits: scenario.bits,
      hasher: new NumberedHasher(),
      latency: scenario.latency,
      death: scenario.death,
      parameters: { successorsMax: scenario.successorsMax },
      alter: (node) => this.listen(node),
    });
    this.lines.push(scenario.name, scenario.story, '');
    this.cluster.addIdealRing(scenario.ring.map(addressOf));
    this.say(`An ideal ring of ${scenario.ring.join(', ')}.`);
  }

  async act(step: Step): Promise<void> {
    const { cluster } = this;
    const { faults } = cluster.network;
    switch (step.do) {
      case 'join':
        this.say(`${step.node} starts and joins through ${step.via}.`);
        await this.finish(cluster.join(addressOf(step.node), [addressOf(step.via)]));
        break;
      case 'crash':
        this.say(`${step.node} crashes.`);
        this.crash(addressOf(step.node));
        break;
      case 'leave':
        this.say(`${step.node} leaves.`);
        await this.finish(cluster.leave(addressOf(step.node)));
        break;
      case 'restart':
        this.say(`${step.node} is started again.`);
        cluster.add(addressOf(step.node), this.remembered.get(addressOf(step.node)) ?? []);
        break;
      case 'cut':
        this.say(`Messages from ${step.from.join(', ')} to ${step.to.join(', ')} are lost.`);
        faults.cut(step.from.map(addressOf), step.to.map(addressOf));
        break;
      case 'heal':
        this.say('The network is whole again.');
        faults.clear();
        break;
      case 'slow':
        this.say(`Messages from and to ${step.node} take ${step.extraMs} ms longer.`);
        faults.slowDown(addressOf(step.node), step.extraMs);
        break;
      case 'noise':
        this.say(`The network is noisy: ${JSON.stringify({ ...step, do: undefined })}.`);
        faults.setNoise({ ...step, reorderMs: REORDER_MS });
        break;
      case 'wait':
        await cluster.loop.advance(step.ms);
        break;
      default:
        await this.check(step);
    }
  }

  end(): Play {
    for (const defect of this.cluster.defects) this.fail(`A node met a defect: ${String(defect)}`);
    return { transcript: this.lines, failures: this.failures };
  }

  private async check(step: Extract<Step, { do: 'settle' | 'lookup' | 'expect' }>): Promise<void> {
    if (step.do === 'settle') await this.settle(step.withinMs);
    else if (step.do === 'lookup') await this.lookUp(step);
    else {
      const found = this.node(step.node)?.successors.map((entry) => this.name(entry.id)) ?? [];
      this.expect(`the successors of ${step.node}`, step.successors.join(', '), found.join(', '));
    }
  }

  private async settle(withinMs: number): Promise<void> {
    const { cluster } = this;
    const done = await cluster.loop.runUntil(
      () => cluster.members().length === cluster.nodes().length && !cluster.notIdeal(),
      withinMs,
    );
    if (!done) this.fail(`The ring is not ideal after ${withinMs} ms.`);
    const names = cluster.ringMap().members.map((member) => this.name(member.id));
    this.say(done ? `The ring is ideal: ${names.join(', ')}.` : 'The ring is not ideal.');
  }

  private async lookUp(step: Step & { do: 'lookup' }): Promise<void> {
    const node = this.node(step.from) as ChordNode;
    const id = this.cluster.space.fromNumber(BigInt(step.id));
    const result = await this.finish(node.lookup(id));
    const path = result?.path.map((visited) => this.name(visited.id)) ?? [];
    this.say(`${step.from} looks ${step.id} up: ${path.join(' > ')}.`);
    this.expect(`the owner of ${step.id}`, `${step.owner}`, path[path.length - 1] ?? 'nobody');
    if (step.path) this.expect(`the path to ${step.id}`, step.path.join(' '), path.join(' '));
  }

  private async finish<T>(task: Promise<T>): Promise<T | undefined> {
    try {
      return await this.cluster.loop.settle(task);
    } catch (error) {
      this.fail(`It failed: ${codeOf(error)}.`);
      return undefined;
    }
  }

  private crash(address: string): void {
    this.remembered.set(address, this.cluster.node(address)?.rememberedPeers() ?? []);
    this.cluster.crash(address);
  }

  private listen(node: ChordNode): void {
    node.events.on((event) => {
      const sentence = sentenceOf(event, (id) => this.name(id));
      if (sentence && this.lines.length > HEAD_LINES)
        this.say(`    ${this.name(node.self.id)} ${sentence}`);
    });
  }

  private node(number: number): ChordNode | undefined {
    return this.cluster.node(addressOf(number));
  }

  private name(id: string): string {
    return this.cluster.space.print(id);
  }

  private expect(what: string, expected: string, found: string): void {
    if (expected !== found) this.fail(`Expected ${what} to be ${expected}, found ${found}.`);
  }

  private fail(sentence: string): void {
    this.failures.push(sentence);
    this.say(`!!! ${sentence}`);
  }

  private say(sentence: string): void {
    const seconds = (this.cluster?.clock.nowMs() ?? 0) / 1_000;
    this.lines.push(`${seconds.toFixed(3).padStart(8)}  ${sentence}`);
  }
}

function addressOf(number: number): string {
  return `n${number}:1`;
}
