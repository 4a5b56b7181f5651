// The operations of a store's clients and their answers.
import type { Address } from '@chord-dht/chord';
import type { KeyCall, KeyReply } from './key-model';
import type { Operation } from './linearizability';

/** How a get was asked for: linearizable, or `?consistency=one`. */
export type Reading = 'majority' | 'one';

/**
 * `failed`: it is certain that nothing happened. `unknown`: it may take effect at any later time, or
 * never; `endMs` is `Infinity` then, as the checker of histories wants it.
 */
export interface Entry extends Operation<KeyCall, KeyReply> {
  readonly key: string;
  readonly outcome: 'ok' | 'failed' | 'unknown';
  readonly reading: Reading;
  readonly node: Address;
  /** Of a failure. */
  readonly code?: string;
}

export class History {
  readonly entries: Entry[] = [];

  add(entry: Entry): void {
    this.entries.push(entry);
  }

  keys(): string[] {
    return [...new Set(this.entries.map(({ key }) => key))];
  }

  /** What may have changed or told the value of a key, by readings of one kind. */
  of(key: string, reading: Reading): Entry[] {
    return this.entries.filter(
      (entry) =>
        entry.key === key &&
        entry.outcome !== 'failed' &&
        (entry.call.kind !== 'get' || (entry.reading === reading && entry.outcome === 'ok')),
    );
  }

  count(outcome: Entry['outcome']): number {
    return this.entries.filter((entry) => entry.outcome === outcome).length;
  }
}

/** One line for people and for the log. */
export function printEntry({ key, call, reply, outcome, node, startMs, ...rest }: Entry): string {
  const condition = 'onlyIf' in call && call.onlyIf ? ` if ${JSON.stringify(call.onlyIf)}` : '';
  const what = call.kind === 'put' ? `put ${call.value}` : call.kind;
  const how = rest.reading === 'one' ? ' (one)' : '';
  const answer = reply ? JSON.stringify(reply) : `${outcome} ${rest.code ?? ''}`.trimEnd();
  const from = startMs.toFixed(1);
  return `${from}-${rest.endMs.toFixed(1)} ${node} ${key}: ${what}${how}${condition} -> ${answer}`;
}
