// The ring as last read, the age of that state, and the missing members.
import { DestroyRef, Injectable, computed, inject, signal } from '@angular/core';
import type { RingDto } from '@chord-dht/api-client';
import { Clock } from './clock';
import { LiveEvents } from './live/live-events';
import type { Problem } from './problem';
import { Session } from './session';

/** In milliseconds: an older state is displayed as stale. */
const STALE_MS = 10_000;

interface Reading {
  readonly ring: RingDto;
  readonly readAtMs: number;
}

@Injectable({ providedIn: 'root' })
export class RingData {
  private readonly clock = inject(Clock);
  private readonly live = inject(LiveEvents);
  private readonly session = inject(Session);
  private readonly reading = signal<Reading | null>(null);
  private readonly trouble = signal<Problem | null>(null);

  readonly ring = computed(() => this.reading()?.ring);
  readonly problem = this.trouble.asReadonly();
  readonly loading = signal(false);
  readonly paused = computed(() => this.live.state() === 'paused');
  /** Milliseconds since the ring was read; null before the first time. */
  readonly ageMs = computed(() => {
    const reading = this.reading();
    return reading ? Math.max(0, this.clock.now() - reading.readAtMs) : null;
  });
  /** True when the displayed state may differ from the present one. */
  readonly stale = computed(() => this.problem() !== null || (this.ageMs() ?? 0) > STALE_MS);

  constructor() {
    const end = this.live.listen((message) => {
      if (message.say === 'reading') this.loading.set(true);
      else if (message.say === 'ring') {
        this.loading.set(false);
        this.trouble.set(null);
        this.reading.set(message);
        this.clock.compare(Date.parse(message.ring.readAt), message.readAtMs);
      } else if (message.say === 'failed') {
        this.loading.set(false);
        this.trouble.set(message.problem);
        if (message.problem.status === 401) this.session.isNeeded.set(true);
      }
    });
    inject(DestroyRef).onDestroy(end);
  }

  reload(): void {
    this.live.reload();
  }
}
