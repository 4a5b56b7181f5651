// Plays the steps of a scenario that concern values, and describes them.
import type { Address } from '@chord-dht/chord';
import type { Entry } from '@chord-dht/store/testing';
import { StoreCluster, type StoreClusterOptions } from '../cluster/store-cluster';
import { askStore, type Known, type Request } from '../values/ask-store';
import { textOf } from '../values/text';
import type { ValueStep } from './scenario';
import { storeSentenceOf } from './store-sentence';

export interface Teller {
  readonly say: (sentence: string) => void;
  readonly expect: (what: string, expected: string, found: string) => void;
  /** False while the first ring is being made. */
  readonly isTold: () => boolean;
}

type Operation = ValueStep & { readonly do: 'put' | 'get' | 'remove' };

const TIMEOUT_MS = 4_000;
const NOTHING = 'nothing';

export class ValueStage {
  readonly cluster: StoreCluster;
  /** The known versions, by key and value. */
  private readonly known = new Map<string, Known>();
  private readonly blocked = new Set<string>();

  constructor(
    options: StoreClusterOptions,
    private readonly teller: Teller,
  ) {
    this.cluster = new StoreCluster({
      ...options,
      onStoreEvent: (address, event) => {
        const sentence = storeSentenceOf(event, (id) => this.cluster.space.print(id));
        if (sentence) this.tell(numberOf(address), event.type, sentence);
      },
    });
  }

  /** Records a repeated failure of a node once. */
  private tell(node: number, type: string, sentence: string): void {
    if (type !== 'view-blocked') this.blocked.clear();
    else if (this.blocked.has(`${node} ${sentence}`)) return;
    else this.blocked.add(`${node} ${sentence}`);
    if (this.teller.isTold()) this.teller.say(`    ${node} ${sentence}`);
  }

  open(addresses: readonly Address[]): Promise<boolean> {
    return this.cluster.grow(addresses);
  }

  async act(step: ValueStep): Promise<void> {
    switch (step.do) {
      case 'disk':
        this.cluster.disk(addressOf(step.node)).isFull = step.full;
        this.teller.say(`The disk of ${step.node} ${step.full ? 'is full' : 'has room again'}.`);
        break;
      case 'copies':
        this.copies(step.key, step.on);
        break;
      default:
        await this.ask(step);
    }
  }

  private async ask(step: Operation): Promise<void> {
    const { cluster, teller } = this;
    const request = this.requestOf(step);
    const asking = askStore(cluster, addressOf(step.from), step.key, request, {
      timeoutMs: TIMEOUT_MS,
    });
    const { entry, known } = await cluster.loop.settle(asking);
    if (known) this.known.set(`${step.key} ${known.value}`, known);
    const told = toldBy(entry);
    teller.say(`${step.from} is asked to ${nameOf(step)}: ${told}.`);
    teller.expect(`what ${step.from} says`, expectedOf(step), told);
  }

  private requestOf(step: Operation): Request {
    if (step.do === 'get') return { kind: 'get', reading: step.reading ?? 'majority' };
    const { onlyIf } = step;
    const condition =
      onlyIf === undefined
        ? {}
        : { onlyIf: 'absent' in onlyIf ? 'absent' : this.knownOf(step.key, onlyIf.value) };
    return step.do === 'put'
      ? ({ kind: 'put', value: step.value, ...condition } as Request)
      : ({ kind: 'remove', ...condition } as Request);
  }

  private knownOf(key: string, value: string): Known {
    const known = this.known.get(`${key} ${value}`);
    if (!known) throw new Error(`No step before has written or read ${value} under ${key}.`);
    return known;
  }

  private copies(key: string, on: readonly number[]): void {
    const copies = [...this.cluster.stores].flatMap(([address, { records }]) => {
      const keyId = this.cluster.node(address)?.keyId(key) ?? '';
      const record = records.get(keyId, key);
      return record ? [{ node: numberOf(address), record }] : [];
    });
    const holders = copies.map(({ node }) => node).sort((a, b) => a - b);
    const values = new Set(
      copies.map(({ record }) => (record.deleted ? 'a tombstone' : textOf(record.value))),
    );
    this.teller.say(`${key} lies on ${holders.join(', ')}: ${[...values].join(' and ')}.`);
    this.teller.expect(`the copies of ${key}`, on.join(', '), holders.join(', '));
    this.teller.expect(`the number of different copies of ${key}`, '1', `${values.size}`);
  }
}

export function addressOf(number: number): Address {
  return `n${number}:1`;
}

function numberOf(address: Address): number {
  return Number(address.slice(1, -2));
}

function expectedOf(step: Operation): string {
  if (step.do !== 'get') return step.expect;
  return step.expect === undefined ? 'failed' : (step.expect ?? NOTHING);
}

function toldBy({ reply, outcome }: Entry): string {
  if (reply?.kind === 'value') return reply.value ?? NOTHING;
  return reply?.kind ?? outcome;
}

function nameOf(step: Operation): string {
  if (step.do === 'get')
    return `get ${step.key}${step.reading === 'one' ? ' of any one copy' : ''}`;
  const { onlyIf } = step;
  const condition =
    onlyIf === undefined
      ? ''
      : 'absent' in onlyIf
        ? ' if there is none'
        : ` if it is ${onlyIf.value}`;
  return step.do === 'put'
    ? `put ${step.key} = ${step.value}${condition}`
    : `remove ${step.key}${condition}`;
}
