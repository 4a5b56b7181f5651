// A problem as every page shows it.
import { ChangeDetectionStrategy, Component, computed, input, output } from '@angular/core';
import type { Problem } from '../data/problem';

@Component({
  selector: 'app-problem-note',
  template: `
    <div class="note" role="alert">
      <p>
        <strong>{{ problem().title }}.</strong> {{ sentence() }}
        <span class="code">{{ source() }}</span>
      </p>
      @if (retry()) {
        <button type="button" class="button" (click)="retried.emit()">Retry</button>
      }
    </div>
  `,
  styles: `
    .note {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      justify-content: space-between;
      gap: 0.5rem 1rem;
      padding: 0.625rem 0.875rem;
      border: 1px solid var(--lost);
      border-radius: var(--radius);
      background: var(--lost-soft);
      font-size: 0.875rem;
    }
    p {
      flex: 1 1 12rem;
      overflow-wrap: anywhere;
    }
    .code {
      color: var(--muted);
      font-family: var(--mono);
      font-size: 0.75rem;
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ProblemNote {
  readonly problem = input.required<Problem>();
  readonly retry = input(false);
  readonly retried = output();

  /** Some sentences come without their full stop. */
  protected readonly sentence = computed(() => this.problem().detail.replace(/[^.!?…]$/, '$&.'));
  protected readonly source = computed(() => {
    const { code, requestId } = this.problem();
    return requestId ? `${code}, request ${requestId}` : code;
  });
}
