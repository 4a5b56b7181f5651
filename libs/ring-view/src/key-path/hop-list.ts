// The hops of a lookup as a list; the text alternative of the picture.
import { ChangeDetectionStrategy, Component, input, output } from '@angular/core';
import type { KeyPath, PathHop } from '../model/model';
import { explain, reason } from '../text/hop-words';
import { duration } from '../text/numbers';

@Component({
  selector: 'chord-hop-list',
  template: `
    <ol class="hops">
      @for (hop of hops(); track hop.number) {
        <li>
          <button
            type="button"
            [class.failed]="hop.outcome === 'failed'"
            [class.later]="step() !== null && hop.number > (step() ?? 0)"
            [attr.aria-current]="step() === hop.number ? 'step' : null"
            (click)="stepChange.emit(hop.number)"
          >
            <span class="number">{{ hop.number }}</span>
            <span class="way"
              ><span class="address">{{ hop.from.address }} <span aria-hidden="true">→</span></span
              ><span class="unseen"> to </span>
              <span class="address">{{ hop.to.address }}</span></span
            >
            <span class="why"
              >{{ reasonOf(hop) }}<span class="explained">{{ explained(hop) }}</span></span
            >
            <span class="time">{{ timeOf(hop) }}</span>
          </button>
        </li>
      }
    </ol>
  `,
  styleUrl: './hop-list.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class HopListComponent {
  readonly hops = input.required<readonly PathHop[]>();
  /** The owner that the lookup found; with it each hop has the reason why that node was asked. */
  readonly owner = input<KeyPath['owner'] | null>(null);
  readonly step = input<number | null>(null);
  readonly stepChange = output<number>();

  protected reasonOf({ via, outcome, code }: PathHop): string {
    const failure = outcome === 'failed' ? `, no answer${code ? ` (${code})` : ''}` : '';
    return `by ${reason(via)}${failure}`;
  }

  protected explained(hop: PathHop): string {
    const owner = this.owner();
    return owner ? `: ${explain(hop, { hops: this.hops(), owner })}` : '';
  }

  protected timeOf({ milliseconds }: PathHop): string {
    return duration(milliseconds);
  }
}
