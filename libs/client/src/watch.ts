// A watch that goes on: where a stream ends or falls silent, the next node is asked for the events behind it.
import type { operations } from '@chord-dht/api-client';
import { whenAborted } from './abort';
import { noAnswer, readFailure } from './answers';
import { ClientError } from './client-error';
import { EventParser, type StreamEvent } from './event-stream';
import type { Endpoint } from './endpoints';
import { checkedTimeout, pause, type CallOptions } from './options';
import { checkedPath } from './paths';
import type { Sender } from './sender';
import { fromBase64 } from './values';

export interface WatchOptions extends Pick<CallOptions, 'signal'> {
  readonly prefix?: string | undefined;
  /** One key, in place of a prefix. */
  readonly key?: string | undefined;
  /** Whether a change carries the value that it left, unless the key was changed again meanwhile. */
  readonly values?: boolean | undefined;
  /** The id of the event behind which the watch begins. */
  readonly lastEventId?: string | undefined;
  /** The time without an answer from any node after which the watch fails. */
  readonly timeoutMs?: number | undefined;
}

export type WatchEvent =
  | {
      readonly type: 'created' | 'replaced' | 'deleted' | 'expired';
      /** The place behind this event, valid at any node. */
      readonly id: string;
      readonly key: string;
      readonly version: string;
      readonly at: string;
      /** `null` unless values were requested and there is one. */
      readonly bytes: Uint8Array | null;
    }
  /** No change is missed from here on; repeated whenever the watch has continued at a node. */
  | { readonly type: 'ready'; readonly id: string }
  /** Changes of this key, or of keys with these ids, may have been missed: read their present state again. */
  | {
      readonly type: 'gap';
      readonly id: string;
      readonly key: string | null;
      readonly fromId: string | null;
      readonly toId: string | null;
    };

/** Leaving the loop ends the watch at once, even while an event is awaited. */
export function watchKeys(
  sender: Sender,
  options: WatchOptions,
): AsyncGenerator<WatchEvent, void, undefined> {
  const left = new AbortController();
  const events = eventsUntil(left, sender, options);
  const leave = events.return.bind(events);
  events.return = (value) => {
    left.abort();
    return leave(value);
  };
  return events;
}

async function* eventsUntil(
  left: AbortController,
  sender: Sender,
  options: WatchOptions,
): AsyncGenerator<WatchEvent, void, undefined> {
  const { signal } = options;
  const unheard = whenAborted(signal, () => left.abort());
  if (signal?.aborted) left.abort();
  try {
    yield* eventsOf(sender, { ...options, signal: left.signal });
  } finally {
    unheard();
  }
}

/** The events of one node after the other. */
async function* eventsOf(
  sender: Sender,
  options: WatchOptions,
): AsyncGenerator<WatchEvent, void, undefined> {
  const { signal } = options;
  const timeoutMs = checkedTimeout(options.timeoutMs ?? sender.settings.timeoutMs);
  const { clock } = sender.settings;
  const parser = { lastId: options.lastEventId ?? '' };
  let heardMs = clock.nowMs();
  const onBytes = () => (heardMs = clock.nowMs());
  for (let attempt = 1; !signal?.aborted; attempt++) {
    const endpoint = sender.endpoints.pick(clock.nowMs());
    try {
      for await (const event of streamOf(sender, endpoint, options, parser, onBytes)) {
        attempt = 0;
        yield event;
      }
    } catch (error) {
      if (signal?.aborted) return;
      const kind = { isWrite: false, isRepeatable: false };
      const waitMs = sender.waitAfter(error as ClientError, { endpoint, kind, attempt });
      if (waitMs === undefined || clock.nowMs() + waitMs >= heardMs + timeoutMs) throw error;
      await pause(clock, waitMs, signal).catch(() => undefined);
    }
  }
}

/** The events of one node. Ends with an error only. */
async function* streamOf(
  sender: Sender,
  endpoint: Endpoint,
  options: WatchOptions,
  place: { lastId: string },
  onBytes: () => void,
): AsyncGenerator<WatchEvent, never, undefined> {
  const asked = { endpoint: endpoint.url, isWrite: false, what: 'GET /api/v1/watch' };
  const end = new AbortController();
  const onAbort = () => end.abort();
  const unheard = whenAborted(options.signal, onAbort);
  /** The limit applies while the node is awaited, not while the caller handles events. */
  const waitFor = async <T>(what: Promise<T>, limitMs: number): Promise<T> => {
    const stop = sender.settings.clock.after(limitMs, onAbort, 'limit');
    return what.finally(stop);
  };
  try {
    const { attemptTimeoutMs, silenceMs } = sender.settings;
    const question = questionOf(options, place.lastId);
    const response = await waitFor(sender.fetch(endpoint, question, end.signal), attemptTimeoutMs);
    if (!response.ok) throw await readFailure(response, asked);
    sender.endpoints.worked(endpoint);
    const parser = new EventParser(place.lastId);
    const reader = (response.body as ReadableStream<Uint8Array>).getReader();
    const decoder = new TextDecoder();
    for (;;) {
      const { done, value } = await waitFor(reader.read(), silenceMs);
      if (done) throw new Error('the stream has ended');
      onBytes();
      for (const event of parser.feed(decoder.decode(value, { stream: true }))) {
        const known = eventOf(event);
        place.lastId = event.id;
        if (known) yield known;
      }
      place.lastId = parser.lastId;
    }
  } catch (error) {
    throw error instanceof ClientError ? error : noAnswer(error, asked);
  } finally {
    unheard();
    end.abort();
  }
}

function questionOf(
  { prefix, key, values }: WatchOptions,
  lastId: string,
): Parameters<Sender['fetch']>[1] {
  const query: operations['watchKeys']['parameters']['query'] = {
    ...{ prefix: prefix || undefined, key },
    ...(values ? { values: 'true' as const } : {}),
  };
  const headers = {
    accept: 'text/event-stream',
    ...(lastId === '' ? {} : { 'last-event-id': lastId }),
  };
  return { method: 'GET', path: checkedPath('/api/v1/watch', {}, query), headers };
}

interface EventData {
  readonly key?: string;
  readonly version?: string;
  readonly at?: string;
  readonly value?: string;
  readonly base64?: string;
  readonly fromId?: string;
  readonly toId?: string;
}

/**
 * @returns `undefined` for a kind that this client does not support
 * @throws SyntaxError
 */
function eventOf({ id, type, data }: StreamEvent): WatchEvent | undefined {
  const fields = JSON.parse(data) as EventData;
  switch (type) {
    case 'created':
    case 'replaced':
    case 'deleted':
    case 'expired': {
      const { key = '', version = '', at = '' } = fields;
      return { type, id, key, version, at, bytes: bytesOf(fields) };
    }
    case 'ready':
      return { type, id };
    case 'gap': {
      const { key = null, fromId = null, toId = null } = fields;
      return { type, id, key, fromId, toId };
    }
    default:
      return undefined;
  }
}

function bytesOf({ value, base64 }: EventData): Uint8Array | null {
  if (value !== undefined) return new TextEncoder().encode(value);
  return base64 === undefined ? null : fromBase64(base64);
}
