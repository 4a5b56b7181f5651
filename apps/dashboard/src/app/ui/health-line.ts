// The state of the ring in one sentence, with a note about missing parts and the next step.
import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import type { RingDto } from '@chord-dht/api-client';
import { lasting } from '@chord-dht/ring-view';
import { SIGNS } from './sign';

const MARKS = {
  healthy: SIGNS.well,
  alone: 'M8 7.5V12M8 4V4.25',
  degraded: SIGNS.odd,
  broken: SIGNS.broken,
} as const;
const UNKNOWN = 'M5.5 6A2.5 2.5 0 1 1 8 8.5V9.5M8 12V12.25';

@Component({
  selector: 'app-health-line',
  template: `
    @let health = ring().health;
    <div [class]="'health ' + look()">
      <svg viewBox="0 0 16 16" aria-hidden="true"><path [attr.d]="mark()" /></svg>
      <div>
        @if (staleMs(); as ms) {
          <p class="partial">As it was {{ lasting(ms) }} ago; the present state is not known.</p>
        }
        <p class="sentence" role="status">{{ health.sentence }}</p>
        @if (isPartUntold()) {
          <p class="partial">
            {{ ring().answered }} of {{ ring().total }} nodes answered: the picture is partial.
          </p>
        }
        @if (!terse() && health.nextStep; as next) {
          <p class="next">{{ next }}</p>
        }
      </div>
    </div>
  `,
  styles: `
    .health {
      display: flex;
      gap: 0.75rem;
      align-items: flex-start;
    }
    svg {
      flex: none;
      width: 1.75rem;
      height: 1.75rem;
      margin-top: 0.0625rem;
      padding: 0.25rem;
      border-radius: 50%;
      fill: none;
      stroke: var(--on-strong);
      stroke-width: 2.25;
      stroke-linecap: round;
      stroke-linejoin: round;
      background: var(--owner-edge);
    }
    .alone svg {
      background: var(--strong);
    }
    .degraded svg,
    .unread svg,
    .broken svg {
      border-radius: 0.375rem;
      background: var(--lost-strong);
    }
    .unread svg,
    .broken svg {
      background: var(--alarm);
    }
    .old svg {
      background: var(--rest-strong);
    }
    .sentence {
      font-size: 1.125rem;
      font-weight: 600;
      line-height: 1.5;
      overflow-wrap: anywhere;
    }
    .partial,
    .next {
      color: var(--muted);
      font-size: 0.9375rem;
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class HealthLine {
  readonly ring = input.required<RingDto>();

  /** The age of a state that is no longer the present; null while it is. */
  readonly staleMs = input<number | null>(null);

  /** True when the next step is shown elsewhere on the page. */
  readonly terse = input(false);

  protected readonly lasting = lasting;
  protected readonly look = computed(() => {
    if (this.staleMs() !== null) return 'old';
    return this.ring().unserved.length > 0 ? 'unread' : this.ring().health.state;
  });
  /** True when the picture is partial, and the sentence is about something worse. */
  protected readonly isPartUntold = computed(() => {
    const { complete, answered, total, health } = this.ring();
    return !complete && !health.sentence.includes(`${answered} of ${total}`);
  });
  protected readonly mark = computed(() =>
    this.look() === 'old' ? UNKNOWN : MARKS[this.ring().health.state],
  );
}
