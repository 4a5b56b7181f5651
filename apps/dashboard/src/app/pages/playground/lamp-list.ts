// The lamps of the playground: green while an invariant holds; a red one names the nodes and the moment.
import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import { count } from '@chord-dht/ring-view';
import type { Lamp } from '@chord-dht/simulator';
import { Sign } from '../../ui/sign';

const NAMED_MAX = 6;
/** The number of lamps: invariants of the ring, its ideal state, and two of the values. */
const LAMPS = 11;

@Component({
  selector: 'app-lamp-list',
  imports: [Sign],
  template: `
    <ul class="bare">
      @for (place of places(); track place) {
        <li aria-hidden="true"></li>
      }
      @for (lamp of lamps(); track lamp.name) {
        <li [class.broken]="!lamp.holds">
          <app-sign [kind]="lamp.holds ? 'well' : 'broken'" />
          <span>
            {{ lamp.name }}<span class="unseen">{{ lamp.holds ? ' holds' : ' is broken' }}</span>
            @if (!lamp.holds) {
              <span class="detail">{{ words(lamp) }}</span>
            } @else if (lamp.times > 0) {
              <span class="before">was broken {{ times(lamp.times) }}</span>
            }
          </span>
        </li>
      }
    </ul>
  `,
  styles: `
    ul {
      display: grid;
      grid-template-columns: repeat(auto-fill, minmax(13rem, 1fr));
      gap: 0.25rem 1rem;
      font-size: 0.875rem;
    }
    li {
      display: flex;
      gap: 0.5rem;
      min-height: 2.75rem;
    }
    li.broken {
      color: var(--alarm-text);
      font-weight: 600;
    }
    .detail,
    .before {
      display: block;
      font-size: 0.8125rem;
      font-weight: 400;
      overflow-wrap: anywhere;
    }
    .before {
      color: var(--muted);
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class LampList {
  readonly lamps = input.required<readonly Lamp[]>();

  /** Placeholders for the lamps that are still to come, so that the page does not jump. */
  protected readonly places = computed(() =>
    this.lamps().length === 0 ? Array.from({ length: LAMPS }, (_, place) => place) : [],
  );

  protected times(times: number): string {
    return times === 1 ? 'once' : count(times, 'time');
  }

  protected words({ nodes, brokenAtMs, detail }: Lamp): string {
    const named = nodes.slice(0, NAMED_MAX).map((number) => `n${number}`);
    const more = nodes.length > NAMED_MAX ? ` and ${nodes.length - NAMED_MAX} more` : '';
    const at = brokenAtMs === null ? '' : `since ${(brokenAtMs / 1_000).toFixed(2)} s`;
    return [at, named.join(', ') + more, nodes.length === 0 ? detail : '']
      .filter(Boolean)
      .join(': ');
  }
}
