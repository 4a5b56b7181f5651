// Knows the ring as last read, how old that is, and when to read it again.
import { httpResource } from '@angular/common/http';
import {
  DestroyRef,
  Injectable,
  computed,
  effect,
  inject,
  linkedSignal,
  signal,
  untracked,
} from '@angular/core';
import { type RingDto, apiPath } from '@chord-dht/api-client';
import { Clock } from './clock';
import { lastGood } from './last-good';
import { backOffMs } from './live/back-off';
import { type ChordEvent, LiveEvents } from './live/live-events';
import { problemOf } from './problem';

/** Other members' changes make no event here, so the ring is read every few seconds as well. */
const REFRESH_MS = 4000;
/** Changes come in groups; they are read together. */
const GATHER_MS = 200;

@Injectable({ providedIn: 'root' })
export class RingData {
  private readonly clock = inject(Clock);
  private readonly live = inject(LiveEvents);
  private readonly resource = httpResource<RingDto>(() => apiPath('/api/v1/ring'));
  private readonly failures = signal(0);
  private gathering: ReturnType<typeof setTimeout> | null = null;
  private nextAtMs = 0;

  readonly ring = lastGood(this.resource);
  readonly problem = computed(() => {
    const error = this.resource.error();
    return error ? problemOf(error) : null;
  });
  readonly loading = this.resource.isLoading;
  readonly paused = computed(() => this.live.state() === 'paused');
  private readonly readAtMs = linkedSignal({ source: this.ring, computation: () => Date.now() });
  /** Milliseconds since the picture was read; null before the first. */
  readonly ageMs = computed(() =>
    this.ring() ? Math.max(0, this.clock.now() - this.readAtMs()) : null,
  );

  constructor() {
    const end = this.live.listen((event) => this.gather(event));
    inject(DestroyRef).onDestroy(() => {
      end();
      if (this.gathering !== null) clearTimeout(this.gathering);
    });
    effect(() => this.plan(this.resource.status()));
    effect(() => {
      const now = this.clock.now();
      untracked(() => {
        if (!this.paused() && !document.hidden && now >= this.nextAtMs) this.reload();
      });
    });
  }

  reload(): void {
    if (!untracked(this.resource.isLoading)) this.resource.reload();
  }

  private plan(status: string): void {
    untracked(() => {
      if (status === 'error') this.failures.update((count) => count + 1);
      if (status === 'resolved') this.failures.set(0);
      const failures = this.failures();
      this.nextAtMs =
        Date.now() + (failures > 0 ? 1000 + backOffMs(failures, Math.random()) : REFRESH_MS);
    });
  }

  private gather({ type }: ChordEvent): void {
    if (SILENT.test(type) || this.gathering !== null) return;
    this.gathering = setTimeout(() => {
      this.gathering = null;
      this.reload();
    }, GATHER_MS);
  }
}

/** Events that change nothing in the picture. */
const SILENT = /^(lookup-|hop-|owner-found)/;
