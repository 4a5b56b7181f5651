// Knows the lamps of a correct ring: which invariants hold, and who breaks one.
import { ChangeDetectionStrategy, Component, input } from '@angular/core';
import type { RingDto } from '@chord-dht/api-client';

@Component({
  selector: 'app-invariant-list',
  template: `
    <ul>
      @for (invariant of ring().invariants; track invariant.name) {
        <li [class.broken]="!invariant.holds">
          <svg viewBox="0 0 16 16" aria-hidden="true">
            <path [attr.d]="invariant.holds ? 'M3 8.5L6.5 12L13 4.5' : 'M4 4L12 12M12 4L4 12'" />
          </svg>
          <span>
            {{ nameOf(invariant)
            }}<span class="unseen">{{ invariant.holds ? ' holds' : ' is broken' }}</span>
            @if (!invariant.holds) {
              <span class="detail">{{ detailOf(invariant) }}</span>
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
    .broken svg {
      stroke: var(--lost-strong);
    }
    .detail {
      display: block;
      color: var(--lost-text);
      overflow-wrap: anywhere;
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class InvariantList {
  readonly ring = input.required<RingDto>();

  /** `OrderedRing` reads `Ordered ring`. */
  protected nameOf({ name }: RingDto['invariants'][number]): string {
    const words = name.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
    return words.charAt(0).toUpperCase() + words.slice(1);
  }

  /** What is wrong and who is concerned; names that the sentence already has are not repeated. */
  protected detailOf({ detail, nodes }: RingDto['invariants'][number]): string {
    const others = nodes.filter((address) => !detail?.includes(address)).join(', ');
    return [detail, others].filter(Boolean).join(': ');
  }
}
