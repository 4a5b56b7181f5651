// The small sign before a line: right, wrong, or in need of attention. The text beside it has the same meaning.
import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';

export const SIGNS = {
  well: 'M3 8.5L6.5 12L13 4.5',
  broken: 'M4 4L12 12M12 4L4 12',
  odd: 'M8 3.5V8.5M8 11.5V12.5',
  open: 'M8 3A5 5 0 1 1 8 13A5 5 0 1 1 8 3',
} as const;

@Component({
  selector: 'app-sign',
  template: `<svg viewBox="0 0 16 16" aria-hidden="true"><path [attr.d]="path()" /></svg>`,
  styles: `
    :host {
      flex: none;
      width: 1rem;
      height: 1rem;
      margin-top: 0.15rem;
    }
    svg {
      display: block;
      fill: none;
      stroke: var(--owner-edge);
      stroke-width: 2.25;
      stroke-linecap: round;
      stroke-linejoin: round;
    }
    :host(.broken) svg {
      stroke: var(--alarm);
    }
    :host(.odd) svg {
      stroke: var(--lost-strong);
    }
    :host(.open) svg {
      stroke: var(--muted);
    }
  `,
  host: { '[class]': 'kind()' },
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class Sign {
  readonly kind = input.required<keyof typeof SIGNS>();

  protected readonly path = computed(() => SIGNS[this.kind()]);
}
