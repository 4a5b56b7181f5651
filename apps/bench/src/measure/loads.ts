// The loads by name: `get-100B-32`, `put-10KiB-256`, `mix-100B-32-zipf`.
import type { Distribution } from '../load/key-choice';

export interface Load {
  readonly name: string;
  /** Share of GETs. */
  readonly reads: number;
  readonly valueBytes: number;
  readonly clients: number;
  readonly distribution: Distribution;
}

const KINDS: Readonly<Record<string, number>> = { get: 1, put: 0, mix: 0.9 };
const UNITS: Readonly<Record<string, number>> = { B: 1, KiB: 1024, MiB: 1024 ** 2, MB: 1e6 };
/** What a node takes by default. */
const VALUE_BYTES_MAX = 1024 ** 2;
const VALUE_BYTES_MIN = 24;
const CLIENTS_MAX = 4_096;

/** What the table of the documentation shows. */
export const DEFAULT_LOADS = [
  ...['get-100B-32', 'put-100B-32', 'mix-100B-32', 'get-100B-32-zipf'],
  ...['get-100B-256', 'put-100B-256', 'get-10KiB-32', 'put-10KiB-32', 'get-1MB-32', 'put-1MB-32'],
];

/** Enough to compare two builds. */
export const SHORT_LOADS = ['get-100B-32', 'put-100B-32', 'get-100B-256', 'put-100B-256'];

/** Every size, number of clients, mix and distribution. */
export const ALL_LOADS = ['100B', '10KiB', '1MB'].flatMap((size) =>
  [32, 256].flatMap((clients) =>
    ['get', 'put', 'mix'].flatMap((kind) =>
      ['', '-zipf'].map((distribution) => `${kind}-${size}-${clients}${distribution}`),
    ),
  ),
);

const GRAMMAR = /^(get|put|mix)-(\d+)(B|KiB|MiB|MB)-(\d+)(-zipf)?$/;

/** @throws with what is wrong about the name */
export function parseLoad(name: string): Load {
  const [, kind = '', size, unit = '', clients, zipf] = GRAMMAR.exec(name) ?? [];
  if (!kind)
    throw new Error(`no load is called ${name}; write it like get-100B-32 or mix-10KiB-256-zipf`);
  const load = {
    name,
    reads: KINDS[kind]!,
    valueBytes: Number(size) * UNITS[unit]!,
    clients: Number(clients),
    distribution: zipf ? ('zipf' as const) : ('uniform' as const),
  };
  if (load.valueBytes < VALUE_BYTES_MIN || load.valueBytes > VALUE_BYTES_MAX)
    throw new Error(`${name}: a value has ${VALUE_BYTES_MIN} to ${VALUE_BYTES_MAX} bytes`);
  if (load.clients < 1 || load.clients > CLIENTS_MAX)
    throw new Error(`${name}: a load has 1 to ${CLIENTS_MAX} clients`);
  return load;
}

const KEYS_MAX = 10_000;
const KEYS_MIN = 64;
const FILL_BYTES_MAX = 20 * 1024 ** 2;

/** How many keys of a size there are: 10,000 small ones, fewer large ones, so that filling does not take for ever. */
export function keysOf(valueBytes: number): number {
  return Math.max(KEYS_MIN, Math.min(KEYS_MAX, Math.floor(FILL_BYTES_MAX / valueBytes)));
}

export function describeLoad({ reads, valueBytes, clients, distribution }: Load): string {
  const kind = reads === 1 ? 'GET' : reads === 0 ? 'PUT' : `${Math.round(reads * 100)} % GET`;
  return `${kind}, ${describeSize(valueBytes)}, ${clients} clients, ${distribution}`;
}

export function describeSize(bytes: number): string {
  if (bytes >= 1e6 && bytes % 1e6 === 0) return `${bytes / 1e6} MB`;
  if (bytes >= 1024 && bytes % 1024 === 0) return `${bytes / 1024} KiB`;
  return `${bytes} B`;
}
