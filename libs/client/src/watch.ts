// A watch that goes on: where a stream ends or falls silent, the next node is asked for what comes behind it.
import type { operations } from '@chord-dht/api-client';
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
  /** With the value that a change left, unless it was changed again meanwhile. */
  readonly values?: boolean | undefined;
  /** Goes on behind this event. */
  readonly lastEventId?: string | undefined;
  /** How long no node may answer before the watch fails. */
  readonly timeoutMs?: number | undefined;
}

export type WatchEvent =
  | {
      readonly type: 'created' | 'replaced' | 'deleted' | 'expired';
      /** Where a watch may go on, at any node. */
      readonly id: string;
      readonly key: string;
      readonly version: string;
      readonly at: string;
      /** `null` unless values were asked for and there is one. */
      readonly bytes: Uint8Array | null;
    }
  /** From here on nothing is missed; comes again whenever the watch has gone on. */
  | { readonly type: 'ready'; readonly id: string }
  /** Changes of this key, or of keys with these ids, may have been missed: read again from there. */
  | {
      readonly type: 'gap';
      readonly id: string;
      readonly key: string | null;
      readonly fromId: string | null;
      readonly toId: string | null;
    };

/** Whoever leaves it need not wait until the event comes that is waited for. */
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
  const onAbort = () => left.abort();
  signal?.addEventListener('abort', onAbort, { once: true });
  if (signal?.aborted) onAbort();
  try {
    yield* eventsOf(sender, { ...options, signal: left.signal });
  } finally {
    signal?.removeEventListener('abort', onAbort);
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

/** The events of one node. Never ends by itself but with a failure. */
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
  options.signal?.addEventListener('abort', onAbort, { once: true });
  /** Time runs only while the node is waited for, not while the reader of the events is at work. */
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
    options.signal?.removeEventListener('abort', onAbort);
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

/** `undefined` for a kind that this client does not know. @throws SyntaxError */
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
