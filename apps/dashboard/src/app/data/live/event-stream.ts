// A stream of events from the node: connects, resumes after the last event received, and waits longer after each
// failure.
import { backOffMs } from './back-off';
import type { StreamState } from './feed-messages';
import { SseParser } from './sse-parser';

/** A stream without a byte for this long (three heartbeats), in milliseconds, counts as dead. */
const SILENCE_MS = 45_000;

export interface StreamTarget {
  readonly url: string;
  readonly query: Readonly<Record<string, string>>;
  /** Additional parameters while no event has been received. */
  readonly first?: Readonly<Record<string, string>>;
}

export class EventStream<Event> {
  private lastId = '';
  private control: AbortController | null = null;
  private target: StreamTarget | null = null;

  constructor(
    private readonly fetch: typeof globalThis.fetch,
    private readonly onState: (state: StreamState) => void,
    private readonly onEvents: (events: readonly Event[]) => void,
  ) {}

  /** Listens to this target from now on, behind the last event received. */
  listen(target: StreamTarget): void {
    if (this.control && sameTarget(this.target, target)) return;
    this.stop();
    this.target = target;
    this.control = new AbortController();
    this.onState('connecting');
    void this.run(target, this.control.signal);
  }

  stop(): void {
    this.control?.abort();
    this.control = null;
  }

  private async run(target: StreamTarget, stop: AbortSignal): Promise<void> {
    let failures = 0;
    while (!stop.aborted) {
      const heard = await this.read(target, stop).catch(() => false);
      if (stop.aborted) return;
      failures = heard ? 1 : failures + 1;
      this.onState('waiting');
      await wait(backOffMs(failures, Math.random()), stop);
    }
  }

  /** Reads one connection to its end. @returns true when it was a good one */
  private async read(target: StreamTarget, stop: AbortSignal): Promise<boolean> {
    const connection = new AbortController();
    const end = (): void => connection.abort();
    stop.addEventListener('abort', end);
    let watchdog = setTimeout(end, SILENCE_MS);
    try {
      const response = await this.connect(target, connection.signal);
      if (!response.ok || !response.body) return false;
      this.onState('live');
      const parser = new SseParser();
      const reader = response.body.getReader();
      const decoder = new TextDecoder();
      for (;;) {
        const { done, value } = await reader.read().catch(() => ({ done: true, value: undefined }));
        if (done || stop.aborted) return true;
        clearTimeout(watchdog);
        watchdog = setTimeout(end, SILENCE_MS);
        this.take(parser, decoder.decode(value, { stream: true }));
      }
    } finally {
      clearTimeout(watchdog);
      stop.removeEventListener('abort', end);
    }
  }

  private connect({ url, query, first }: StreamTarget, signal: AbortSignal): Promise<Response> {
    const asked = new URLSearchParams({ ...query, ...(this.lastId === '' ? first : {}) });
    const resume = this.lastId === '' ? null : { 'last-event-id': this.lastId };
    return this.fetch(`${url}?${asked}`, {
      signal,
      headers: { accept: 'text/event-stream', ...resume },
    });
  }

  private take(parser: SseParser, piece: string): void {
    const events: Event[] = [];
    for (const { id, data } of parser.push(piece)) {
      if (id) this.lastId = id;
      const event = read<Event>(data);
      if (event) events.push(event);
    }
    if (events.length > 0) this.onEvents(events);
  }
}

const sameTarget = (a: StreamTarget | null, b: StreamTarget): boolean =>
  a?.url === b.url && JSON.stringify(a.query) === JSON.stringify(b.query);

function read<Event>(data: string): Event | null {
  try {
    return JSON.parse(data) as Event;
  } catch {
    return null;
  }
}

function wait(ms: number, stop: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    stop.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true });
  });
}
