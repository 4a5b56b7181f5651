// Plays a scenario: does the steps, checks the expectations and writes the transcript.
import { codeOf, type ChordNode } from '@chord-dht/chord';
import { type Host, NumberedHasher } from '@chord-dht/chord/testing';
import { Cluster } from '../cluster/cluster';
import { isValueStep, type Scenario, type Step } from './scenario';
import { sentenceOf } from './sentence';
import { addressOf, ValueStage } from './value-stage';

export interface Play {
  readonly transcript: readonly string[];
  /** Expectations that were not met; empty when all were. */
  readonly failures: readonly string[];
}

const REORDER_MS = 50;
const ENDS_OF_DISKS = {
  kept: '',
  power: ' and loses what was not on its disk yet',
  wiped: ', and its disk is lost',
};
/** Name, story and an empty line; the creation of the first ring is not recorded. */
const HEAD_LINES = 3;

export async function playScenario(host: Host, scenario: Scenario): Promise<Play> {
  const stage = new Stage(host, scenario);
  await stage.open();
  for (const step of scenario.steps) await stage.act(step);
  return stage.end();
}

class Stage {
  private readonly cluster: Cluster;
  private readonly values: ValueStage | undefined;
  private readonly lines: string[] = [];
  private readonly failures: string[] = [];
  private readonly remembered = new Map<string, readonly string[]>();

  constructor(
    host: Host,
    private readonly scenario: Scenario,
  ) {
    const options = {
      host,
      seed: scenario.seed,
      bits: scenario.bits,
      hasher: new NumberedHasher(),
      latency: scenario.latency,
      death: scenario.death,
      parameters: { successorsMax: scenario.successorsMax },
      alter: (node: ChordNode) => this.listen(node),
    };
    if (scenario.values) {
      const teller = {
        say: (sentence: string) => this.say(sentence),
        expect: (what: string, expected: string, found: string) =>
          this.expect(what, expected, found),
        isTold: () => this.lines.length > HEAD_LINES,
      };
      this.values = new ValueStage(options, teller);
    }
    this.cluster = this.values?.cluster ?? new Cluster(options);
  }

  /** Creates the first ring. */
  async open(): Promise<void> {
    const { name, story, ring } = this.scenario;
    this.lines.push(name, story, '');
    const addresses = ring.map(addressOf);
    if (!this.values) this.cluster.addIdealRing(addresses);
    else if (!(await this.values.open(addresses))) this.fail('The first ring does not settle.');
    this.say(`An ideal ring of ${ring.join(', ')}.`);
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
        this.say(`${step.node} crashes${step.disk ? ENDS_OF_DISKS[step.disk] : ''}.`);
        this.crash(step);
        break;
      case 'leave':
        this.say(`${step.node} leaves.`);
        await this.finish(cluster.leave(addressOf(step.node)));
        break;
      case 'restart':
        this.restart(step);
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
        if (isValueStep(step)) await this.values?.act(step);
        else await this.check(step);
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
      () => this.values?.cluster.isSettled() ?? cluster.isWhole(),
      withinMs,
    );
    if (!done) this.fail(`The ring is not ideal after ${withinMs} ms.`);
    const names = cluster.ringMap().members.map((member) => this.name(member.id));
    const served = this.values ? ', and every arc is served' : '';
    this.say(done ? `The ring is ideal: ${names.join(', ')}${served}.` : 'The ring is not ideal.');
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

  private crash({ node, disk }: Step & { do: 'crash' }): void {
    const address = addressOf(node);
    const known = disk === 'wiped' ? [] : (this.cluster.node(address)?.rememberedPeers() ?? []);
    this.remembered.set(address, known);
    if (this.values) this.values.cluster.crash(address, disk);
    else this.cluster.crash(address);
  }

  private restart({ node, via }: Step & { do: 'restart' }): void {
    const address = addressOf(node);
    const known = this.remembered.get(address) ?? [];
    this.say(`${node} is started again${via === undefined ? '' : ` and joins through ${via}`}.`);
    if (via !== undefined && this.values)
      void this.values.cluster.rejoin(address, known, () => [addressOf(via)]);
    else this.cluster.add(address, known);
  }

  private listen(node: ChordNode): void {
    node.events.on((event) => {
      // In scenarios about values, the many failed calls would hide the story.
      if (this.values && event.type === 'peer-failed') return;
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
