// A run of the playground as text: the seed, the ring at the start, and each action with its time. The same text is
// the same run, event for event, so a link is a run.

/** Nodes have numbers. `key` and `value` are texts. */
export type Deed =
  | { readonly do: NodeDeed; readonly nodes: readonly number[] }
  /** Delays every message from and to the node by so much; 0 ends that. */
  | { readonly do: 'slow'; readonly node: number; readonly extraMs: number }
  /** Cuts the half of the members that begins with this node clockwise off from the other half. */
  | { readonly do: 'cut'; readonly node: number }
  | { readonly do: 'heal' }
  | { readonly do: 'put'; readonly node: number; readonly key: string; readonly value: string }
  | { readonly do: 'get' | 'lookup'; readonly node: number; readonly key: string };

export const NODE_DEEDS = ['add', 'crash', 'restart', 'leave', 'pause', 'wake'] as const;
export type NodeDeed = (typeof NODE_DEEDS)[number];

/**
 * After so many events of the world, which is exact, or before the first event that is due after so many milliseconds.
 */
export type When = { readonly events: number } | { readonly ms: number };

export interface TimedDeed {
  readonly when: When;
  readonly deed: Deed;
}

export interface Run {
  readonly seed: number;
  /** Members of the ideal ring at the start. */
  readonly nodes: number;
  /** In the order in which the actions are done. */
  readonly script: readonly TimedDeed[];
  /** The displayed moment, as a number of events. */
  readonly at?: number;
}

export const NODES_MAX = 1_000;
const TEXT_MAX = 200;
const DEEDS_MAX = 10_000;
const NUMBER_MAX = 1_000_000;

/** `seed=1&nodes=8&script=1500ms,crash,5;4210,put,1,key,value&at=5000` */
export function printRun({ seed, nodes, script, at }: Run): string {
  const parts = [`seed=${seed}`, `nodes=${nodes}`];
  if (script.length > 0) parts.push(`script=${script.map(printTimed).join(';')}`);
  if (at !== undefined) parts.push(`at=${at}`);
  return parts.join('&');
}

/** @throws Error with the fault of a text that a person has pasted */
export function readRun(text: string): Run {
  const fields = new Map(
    text
      .replace(/^#/, '')
      .split('&')
      .filter((part) => part !== '')
      .map((part): [string, string] => {
        const end = part.indexOf('=');
        return end < 0 ? [part, ''] : [part.slice(0, end), part.slice(end + 1)];
      }),
  );
  const items = (fields.get('script') ?? '').split(';').filter((item) => item !== '');
  if (items.length > DEEDS_MAX) throw new Error(`A script has at most ${DEEDS_MAX} actions.`);
  const at = fields.get('at');
  return {
    seed: whole(fields.get('seed') ?? '1', 'the seed', 0, Number.MAX_SAFE_INTEGER),
    nodes: whole(fields.get('nodes') ?? '8', 'the number of nodes', 1, NODES_MAX),
    script: items.map(readTimed),
    ...(at === undefined ? {} : { at: whole(at, 'the moment', 0, Number.MAX_SAFE_INTEGER) }),
  };
}

function printTimed({ when, deed }: TimedDeed): string {
  const moment = 'ms' in when ? `${when.ms}ms` : String(when.events);
  return [moment, deed.do, ...wordsOf(deed)].join(',');
}

function wordsOf(deed: Deed): string[] {
  switch (deed.do) {
    case 'heal':
      return [];
    case 'slow':
      return [String(deed.node), String(deed.extraMs)];
    case 'cut':
      return [String(deed.node)];
    case 'put':
      return [String(deed.node), encode(deed.key), encode(deed.value)];
    case 'get':
    case 'lookup':
      return [String(deed.node), encode(deed.key)];
    default:
      return [deed.nodes.join('+')];
  }
}

function readTimed(item: string): TimedDeed {
  const [moment = '', verb = '', ...words] = item.split(',');
  const [, digits = '', unit] = /^(\d+)(ms)?$/.exec(moment) ?? [];
  if (digits === '') throw new Error(`“${item}” does not begin with a moment, such as 1500ms.`);
  const number = whole(digits, 'a moment', 0, Number.MAX_SAFE_INTEGER);
  return {
    when: unit ? { ms: number } : { events: number },
    deed: readDeed(verb, words, item),
  };
}

function readDeed(verb: string, words: readonly string[], item: string): Deed {
  const [first = '', second = '', third = ''] = words;
  const node = (): number => whole(first, `the node of “${item}”`, 1, NUMBER_MAX);
  switch (verb) {
    case 'heal':
      return { do: verb };
    case 'slow':
      return { do: verb, node: node(), extraMs: whole(second, 'the delay', 0, NUMBER_MAX) };
    case 'cut':
      return { do: verb, node: node() };
    case 'put':
      return { do: verb, node: node(), key: decode(second), value: decode(third) };
    case 'get':
    case 'lookup':
      return { do: verb, node: node(), key: decode(second) };
  }
  const known = NODE_DEEDS.find((deed) => deed === verb);
  if (!known) throw new Error(`There is no action “${verb}”.`);
  const nodes = first.split('+').map((text) => whole(text, 'a node', 1, NUMBER_MAX));
  return { do: known, nodes };
}

function whole(text: string, what: string, min: number, max: number): number {
  const number = /^\d{1,16}$/.test(text) ? Number(text) : Number.NaN;
  if (number >= min && number <= max) return number;
  throw new Error(`${what} has to be a whole number from ${min} to ${max}, not “${text}”.`);
}

const encode = (text: string): string =>
  encodeURIComponent(text.slice(0, TEXT_MAX)).replace(
    /[!'()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );

function decode(text: string): string {
  try {
    return decodeURIComponent(text).slice(0, TEXT_MAX);
  } catch {
    throw new Error(`“${text}” is no text that was written for a link.`);
  }
}
