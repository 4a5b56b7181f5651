// Words for events. An event of unknown type is shown as it is.
import { count, cut, duration, grouped, visible } from '@chord-dht/ring-view';
import type { ChordEvent, EventKind } from '../data/live/feed-messages';

/** A node of an earlier version omits the kind. */
export const kindOf = ({ kind }: ChordEvent): EventKind => kind ?? 'ring';

/** The sentence of an event, without its type. */
export function eventWords(event: ChordEvent): string {
  const read = new Reader(event as unknown as Record<string, unknown>);
  return visible(WORDS[event.type]?.(read) ?? rest(event));
}

const WORDS: Readonly<Record<string, (event: Reader) => string>> = {
  'membership-changed': (e) => `from ${e.text('from')} to ${e.text('to')}`,
  'predecessor-changed': (e) => `from ${e.node('from')} to ${e.node('to')}`,
  'successor-changed': (e) => `from ${e.node('from')} to ${e.node('to')}`,
  'successors-changed': (e) => e.nodes('successors'),
  'finger-changed': (e) => `entries ${e.text('first')} to ${e.text('last')}: ${e.node('about')}`,
  'peer-failed': (e) => `${e.node('about')} does not answer (${e.text('code')})`,
  'peer-said-goodbye': (e) =>
    `${e.node('about')} ${e.is('returning') ? 'stops and will be back' : 'has left'}`,
  'rings-met': (e) => `through ${e.node('about')}`,
  'woke-up': (e) => `after ${duration(e.number('gapMs'))}`,
  'lookup-started': (e) => `${e.lookup} for id ${cut(e.text('target'), 14)}`,
  'hop-started': (e) => `${e.lookup} asks ${e.node('to')}`,
  'hop-answered': (e) => `${e.lookup}: ${e.node('to')} in ${duration(e.number('ms'))}`,
  'hop-failed': (e) => `${e.lookup}: ${e.node('to')} (${e.text('code')})`,
  'owner-found': (e) =>
    `${e.lookup}: ${e.node('owner')}, ${count(e.number('hops'), 'hop')} in ${duration(e.number('ms'))}`,
  'lookup-failed': (e) => `${e.lookup} (${e.text('code')})`,
  'view-began': (e) => `epoch ${e.text('epoch')}: this node answers for an arc`,
  'view-blocked': (e) => e.sentence('message'),
  'member-moved': (e) => `${e.node('former')} has returned as ${e.node('present')}`,
  'record-corrupt': () => 'a record on disk cannot be read; its other copies repair it',
  'record-mended': (e) => `a record on disk is whole again, by the copy of ${e.node('from')}`,
  'record-refused': (e) => `from ${e.node('from')}: ${e.sentence('message')}`,
  'store-fault': (e) => e.sentence('error'),
  'replica-repaired': (e) => `${e.node('about')} has all records again`,
  'records-moving': (e) =>
    `${grouped(e.number('done'))} of ${count(e.number('records'), 'record')}, ${rate(e)}`,
  'records-moved': (e) => `${count(e.number('records'), 'record')}, ${rate(e)}`,
  'hand-off-started': (e) => count(e.number('records'), 'record'),
  'hand-off-done': () => 'the other home replicas have everything',
  'conflict-resolved': (e) => `key ${cut(e.text('key'), 40)}`,
  restart: (e) => e.sentence('message'),
  gap: (e) => `events ${e.text('from')} to ${e.text('to')} are no longer stored`,
};

const rate = (e: Reader): string => `${grouped(e.number('recordsPerSecond'))} a second`;

/** Reads the fields of an untrusted event: a missing one reads as a question mark. */
class Reader {
  constructor(private readonly fields: Readonly<Record<string, unknown>>) {}

  get lookup(): string {
    return `lookup ${this.text('lookup')}`;
  }

  text(name: string): string {
    const value = this.fields[name];
    return typeof value === 'string' || typeof value === 'number' ? String(value) : '?';
  }

  /** Without its full stop, as the text may go on. */
  sentence(name: string): string {
    return this.text(name).replace(/\.$/, '');
  }

  is(name: string): boolean {
    return this.fields[name] === true;
  }

  number(name: string): number {
    const value = this.fields[name];
    return typeof value === 'number' ? value : 0;
  }

  node(name: string): string {
    return addressOf(this.fields[name]);
  }

  nodes(name: string): string {
    const value = this.fields[name];
    return Array.isArray(value) ? value.map(addressOf).join(', ') || 'none' : '?';
  }
}

function addressOf(value: unknown): string {
  if (value === null) return 'none';
  const { address } = (value ?? {}) as { address?: unknown };
  return typeof address === 'string' ? address : '?';
}

function rest(event: ChordEvent): string {
  const { sequence: _, at: __, node: ___, type: ____, kind: _____, ...fields } = event;
  return Object.keys(fields).length === 0 ? '' : cut(JSON.stringify(fields), 200);
}
