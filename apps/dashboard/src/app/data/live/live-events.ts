// Knows the node's stream of events: connects, resumes after the last one heard, waits longer after each failure.
import { DestroyRef, Injectable, InjectionToken, inject, signal } from '@angular/core';
import { apiPath } from '@chord-dht/api-client';
import { backOffMs } from './back-off';
import { SseParser } from './sse-parser';

export type LiveState = 'connecting' | 'live' | 'waiting' | 'paused';

/** An event of the ring or of a lookup; other fields depend on the type. */
export interface ChordEvent {
  readonly sequence: number;
  readonly at: string;
  readonly node: string;
  readonly type: string;
}

export const FETCH = new InjectionToken<typeof fetch>('fetch', {
  providedIn: 'root',
  factory: () => (input, init) => globalThis.fetch(input, init),
});

/** A stream that stays silent for this long (three heart-beats) is taken for dead. */
const SILENCE_MS = 45_000;

@Injectable({ providedIn: 'root' })
export class LiveEvents {
  private readonly fetch = inject(FETCH);
  private readonly listeners = new Set<(event: ChordEvent) => void>();
  private parser = new SseParser();
  private lastId = '';
  private readonly status = signal<LiveState>('connecting');
  private control: AbortController | null = null;

  readonly state = this.status.asReadonly();

  constructor() {
    inject(DestroyRef).onDestroy(() => this.control?.abort());
    this.resume();
  }

  /** @returns the way to stop listening */
  listen(listener: (event: ChordEvent) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  pause(): void {
    this.control?.abort();
    this.control = null;
    this.status.set('paused');
  }

  resume(): void {
    if (this.control) return;
    this.control = new AbortController();
    this.status.set('connecting');
    void this.run(this.control.signal);
  }

  private async run(stop: AbortSignal): Promise<void> {
    let failures = 0;
    while (!stop.aborted) {
      const heard = await this.stream(stop).catch(() => false);
      if (stop.aborted) return;
      failures = heard ? 1 : failures + 1;
      this.status.set('waiting');
      await wait(backOffMs(failures, Math.random()), stop);
    }
  }

  /** Reads one connection to its end. @returns true when it was a good one */
  private async stream(stop: AbortSignal): Promise<boolean> {
    const connection = new AbortController();
    const end = (): void => connection.abort();
    stop.addEventListener('abort', end);
    let watchdog = setTimeout(end, SILENCE_MS);
    try {
      const response = await this.connect(connection.signal);
      if (!response.ok || !response.body) return false;
      this.status.set('live');
      this.parser = new SseParser();
      const reader = response.body.getReader();
      const decoder = new TextDecoder();
      for (;;) {
        const { done, value } = await reader.read().catch(() => ({ done: true, value: undefined }));
        if (done || stop.aborted) return true;
        clearTimeout(watchdog);
        watchdog = setTimeout(end, SILENCE_MS);
        this.take(decoder.decode(value, { stream: true }));
      }
    } finally {
      clearTimeout(watchdog);
      stop.removeEventListener('abort', end);
    }
  }

  private connect(signal: AbortSignal): Promise<Response> {
    const resume = this.lastId ? { 'last-event-id': this.lastId } : null;
    const headers = { accept: 'text/event-stream', ...resume };
    return this.fetch(apiPath('/api/v1/events'), { signal, headers });
  }

  private take(piece: string): void {
    for (const { id, data } of this.parser.push(piece)) {
      if (id) this.lastId = id;
      const event = read(data);
      if (event) for (const listener of this.listeners) listener(event);
    }
  }
}

function read(data: string): ChordEvent | null {
  try {
    return JSON.parse(data) as ChordEvent;
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
