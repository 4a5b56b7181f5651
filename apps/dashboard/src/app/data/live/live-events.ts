// This page's end of the feed: its present wishes and its listeners.
import { DestroyRef, Injectable, computed, inject, signal } from '@angular/core';
import { apiPath } from '@chord-dht/api-client';
import { CONNECT_FEED } from './connect-feed';
import { commonStart } from './common-start';
import type { FromFeed, StreamState } from './feed-messages';

export type { ChordEvent, KeyChange } from './feed-messages';
export type LiveState = StreamState | 'paused';

/** In milliseconds: the feed drops a page that is silent for twenty seconds. */
const STILL_HERE_MS = 5_000;

@Injectable({ providedIn: 'root' })
export class LiveEvents {
  private readonly listeners = new Set<(message: FromFeed) => void>();
  private readonly stream = signal<StreamState>('connecting');
  private readonly isPaused = signal(false);
  private wantsLookups = 0;
  private readonly watched = new Set<{ readonly prefix: string }>();
  private readonly line = inject(CONNECT_FEED)((message) => this.hear(message));

  readonly state = computed<LiveState>(() => (this.isPaused() ? 'paused' : this.stream()));

  constructor() {
    const wish = (): void => this.wish();
    const bye = (): void => this.line.say({ say: 'bye' });
    document.addEventListener('visibilitychange', wish);
    addEventListener('pageshow', wish);
    addEventListener('pagehide', bye);
    const timer = setInterval(wish, STILL_HERE_MS);
    inject(DestroyRef).onDestroy(() => {
      document.removeEventListener('visibilitychange', wish);
      removeEventListener('pageshow', wish);
      removeEventListener('pagehide', bye);
      clearInterval(timer);
      bye();
    });
    this.wish();
  }

  /** Calls `listener` with every message of the feed. @returns a function that removes it */
  listen(listener: (message: FromFeed) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Requests the events of lookups too, which are many. @returns a function that ends that */
  wantLookups(): () => void {
    this.wantsLookups += 1;
    this.wish();
    return () => {
      this.wantsLookups -= 1;
      this.wish();
    };
  }

  /** Requests the changes of keys with a prefix. @returns a function that ends that */
  watchKeys(prefix: string): () => void {
    const watched = { prefix };
    this.watched.add(watched);
    this.wish();
    return () => {
      this.watched.delete(watched);
      this.wish();
    };
  }

  pause(): void {
    this.isPaused.set(true);
    this.wish();
  }

  resume(): void {
    this.isPaused.set(false);
    this.wish();
  }

  /** Reads the ring now. */
  reload(): void {
    this.line.say({ say: 'reload' });
  }

  private hear(message: FromFeed): void {
    if (this.isPaused()) return;
    if (message.say === 'state') this.stream.set(message.state);
    for (const listener of this.listeners) listener(message);
  }

  private wish(): void {
    const watches = !this.isPaused() && !document.hidden;
    const watched = [...this.watched].map(({ prefix }) => prefix);
    const wishes = {
      watches,
      lookups: this.wantsLookups > 0,
      keys: watched.length > 0 ? commonStart(watched) : null,
      eventsUrl: apiPath('/api/v1/events'),
      watchUrl: apiPath('/api/v1/watch'),
      ringUrl: apiPath('/api/v1/ring'),
    };
    this.line.say({ say: 'wish', wishes });
  }
}

export type { EventKind } from './feed-messages';
