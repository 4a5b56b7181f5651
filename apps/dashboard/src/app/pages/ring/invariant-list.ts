// Knows the lamps of a correct ring: which invariants hold, and who breaks one.
import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import type { RingDto } from '@chord-dht/api-client';
import { invariantLines } from '../../text/invariant-words';

@Component({
  selector: 'app-invariant-list',
  template: `
    <ul>
      @for (line of lines(); track line.name) {
        <li [class.broken]="!line.holds">
          <svg viewBox="0 0 16 16" aria-hidden="true">
            <path [attr.d]="line.holds ? 'M3 8.5L6.5 12L13 4.5' : 'M4 4L12 12M12 4L4 12'" />
          </svg>
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
    ul {
      display: grid;
      gap: 0.25rem;
      margin: 0;
      padding: 0;
      list-style: none;
      font-size: 0.875rem;
    }
    li {
      display: flex;
      gap: 0.5rem;
    }
    svg {
      flex: none;
      width: 1rem;
      height: 1rem;
      margin-top: 0.15rem;
      fill: none;
      stroke: var(--owner-edge);
      stroke-width: 2.25;
      stroke-linecap: round;
      stroke-linejoin: round;
    }
    .meaning {
      display: block;
      color: var(--muted);
      font-size: 0.8125rem;
    }
    .broken svg {
      stroke: var(--alarm);
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
