// The lamps of a correct ring: the state of each invariant, and the nodes that break one.
import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import type { RingDto } from '@chord-dht/api-client';
import { invariantLines } from '../../text/invariant-words';
import { Sign } from '../../ui/sign';

@Component({
  selector: 'app-invariant-list',
  imports: [Sign],
  template: `
    <ul class="bare">
      @for (line of lines(); track line.name) {
        <li [class.broken]="!line.holds">
          <app-sign [kind]="line.holds ? 'well' : 'broken'" />
          <span>
            {{ line.name }}<span class="unseen">{{ line.holds ? ' holds' : ' is broken' }}</span>
            <span class="meaning">{{ line.meaning }}</span>
            @if (!line.holds) {
              <span class="detail">{{ line.detail }}</span>
            }
          </span>
        </li>
      }
    </ul>
  `,
  styles: `
    :host {
      display: block;
    }
    ul {
      display: grid;
      grid-template-columns: repeat(auto-fill, minmax(min(100%, 17rem), 1fr));
      gap: 0.5rem 1.5rem;
      font-size: 0.875rem;
    }
    li {
      display: flex;
      gap: 0.5rem;
    }
    .meaning {
      display: block;
      color: var(--muted);
      font-size: 0.8125rem;
    }
    .detail {
      display: block;
      color: var(--alarm-text);
      overflow-wrap: anywhere;
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class InvariantList {
  readonly ring = input.required<RingDto>();

  protected readonly lines = computed(() => invariantLines(this.ring()));
}
