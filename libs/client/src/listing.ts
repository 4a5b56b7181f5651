// A listing as a sequence: page after page, each requested again until no part of the ring is missing in it.
import type { KeyDto, KeyListDto, operations } from '@chord-dht/api-client';
import { ClientError } from './client-error';
import { checkedTimeout, pause, type CallOptions, type Settings } from './options';
import { pauseMs } from './retry-rules';

export interface ListOptions extends CallOptions {
  readonly prefix?: string | undefined;
  /** Names that go on behind it are listed once, as their common prefix. */
  readonly delimiter?: string | undefined;
  /** Only names behind this one, which need not exist. */
  readonly after?: string | undefined;
  /** The number of entries in a request, 1 to 1,000. */
  readonly pageSize?: number | undefined;
}

export type ListEntry =
  | ({ readonly kind: 'key' } & Readonly<KeyDto>)
  | { readonly kind: 'prefix'; readonly prefix: string };

type Query = NonNullable<operations['listKeys']['parameters']['query']>;
type FetchPage = (query: Query, options: CallOptions) => Promise<KeyListDto>;

const PAGE_SIZE = 1_000;

/** @param options `timeoutMs` applies to each page */
export async function* listEntries(
  fetchPage: FetchPage,
  settings: Settings,
  { prefix, delimiter, after, pageSize = PAGE_SIZE, signal, timeoutMs }: ListOptions,
): AsyncGenerator<ListEntry, void, undefined> {
  let query: Query = { ...{ prefix, delimiter, after }, limit: pageSize };
  for (;;) {
    const page = await completePage(fetchPage, settings, query, { signal, timeoutMs });
    yield* merged(page);
    if (page.cursor === null) return;
    query = { prefix, delimiter, limit: pageSize, cursor: page.cursor };
  }
}

async function completePage(
  fetchPage: FetchPage,
  settings: Settings,
  query: Query,
  { signal, timeoutMs = settings.timeoutMs }: CallOptions,
): Promise<KeyListDto> {
  const { clock } = settings;
  const deadlineMs = clock.nowMs() + checkedTimeout(timeoutMs);
  for (let attempt = 1; ; attempt++) {
    const page = await fetchPage(query, { signal, timeoutMs: deadlineMs - clock.nowMs() });
    if (page.complete) return page;
    const waitMs = pauseMs(attempt, undefined, settings);
    if (clock.nowMs() + waitMs >= deadlineMs) throw incomplete(page);
    await pause(clock, waitMs, signal);
  }
}

function incomplete({ missing }: KeyListDto): ClientError {
  const arcs = missing.map(({ fromId, toId }) => `${fromId} to ${toId}`).join(', ');
  return new ClientError(
    'INCOMPLETE',
    `Keys with these ids cannot be read now: ${arcs}. The state of the ring says which nodes are missing.`,
    { parts: missing },
  );
}

/** Merges two sorted lists into a sorted one. */
function* merged({ keys, prefixes }: KeyListDto): Generator<ListEntry, void, undefined> {
  let at = 0;
  for (const key of keys) {
    for (let prefix = prefixes[at]; prefix !== undefined; prefix = prefixes[++at]) {
      if (compareUtf8(prefix, key.key) > 0) break;
      yield { kind: 'prefix', prefix };
    }
    yield { kind: 'key', ...key };
  }
  for (const prefix of prefixes.slice(at)) yield { kind: 'prefix', prefix };
}

/** Compares by the bytes in UTF-8: the order of code points, not of the UTF-16 units of a text. */
export function compareUtf8(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let at = 0; at < length; at++) {
    const left = a.charCodeAt(at);
    const right = b.charCodeAt(at);
    if (left !== right) return rank(left) - rank(right);
  }
  return a.length - b.length;
}

/** Surrogates stand for code points beyond all single units. */
function rank(unit: number): number {
  return unit >= 0xd800 && unit < 0xe000 ? unit + 0x10000 : unit;
}
