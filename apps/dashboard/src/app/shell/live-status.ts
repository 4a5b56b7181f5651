// The age of the page's data, and the switch that stops and starts updates.
import { ChangeDetectionStrategy, Component, computed, inject } from '@angular/core';
import { age } from '@chord-dht/ring-view';
import { LiveEvents, type LiveState } from '../data/live/live-events';
import { RingData } from '../data/ring-data';

const WORDS: Readonly<Record<LiveState, string>> = {
  live: 'Live',
  connecting: 'Connecting',
  waiting: 'Reconnecting',
  paused: 'Paused',
};

@Component({
  selector: 'app-live-status',
  template: `
    <span class="state" [class]="'state ' + look()"
      ><span class="lamp" aria-hidden="true"></span>{{ words() }}</span
    >
    <span class="age">{{ ageWords() }}</span>
    <button type="button" class="button" (click)="toggle()">
      {{ paused() ? 'Resume' : 'Pause' }}<span class="unseen"> live updates</span>
    </button>
  `,
  styles: `
    :host {
      display: flex;
      align-items: center;
      gap: 0.625rem;
      font-size: 0.8125rem;
      white-space: nowrap;
    }
    .state {
      display: inline-flex;
      align-items: center;
      gap: 0.375rem;
      /* As wide as the longest of its words. */
      min-width: 8em;
      font-weight: 600;
    }
    .lamp {
      width: 0.625rem;
      height: 0.625rem;
      border-radius: 50%;
      background: var(--well);
    }
    .wait .lamp {
      border-radius: 0;
      background: var(--coming);
      rotate: 45deg;
    }
    .stale {
      color: var(--alarm-text);
    }
    .stale .lamp {
      border-radius: 0;
      background: var(--alarm);
      clip-path: polygon(50% 0, 100% 100%, 0 100%);
    }
    .hold .lamp {
      width: 0.5rem;
      border-radius: 0;
      border: solid var(--muted);
      border-width: 0 3px;
      background: none;
    }
    .age {
      min-width: 7.5em;
      color: var(--muted);
      font-variant-numeric: tabular-nums;
    }
    /* A window of 320 px, as a large one is at 400 %. */
    @media (max-width: 22rem) {
      .state,
      .age {
        min-width: 0;
      }
    }
    .button {
      min-height: 1.75rem;
      padding: 0.125rem 0.625rem;
      font-size: 0.8125rem;
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class LiveStatus {
  private readonly live = inject(LiveEvents);
  private readonly data = inject(RingData);

  protected readonly paused = this.data.paused;
  /** The stream may be open while the picture is old: the picture decides. */
  private readonly isStale = computed(() => this.data.stale() && !this.paused());
  protected readonly words = computed(() => (this.isStale() ? 'Stale' : WORDS[this.live.state()]));
  protected readonly look = computed(() => {
    const state = this.live.state();
    if (this.isStale()) return 'stale';
    return state === 'live' ? 'good' : state === 'paused' ? 'hold' : 'wait';
  });
  protected readonly ageWords = computed(() => {
    const ageMs = this.data.ageMs();
    return ageMs === null ? 'not read yet' : `read ${age(ageMs)}`;
  });

  protected toggle(): void {
    if (this.paused()) {
      this.live.resume();
      this.data.reload();
    } else this.live.pause();
  }
}
