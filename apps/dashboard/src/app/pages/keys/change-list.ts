// The changes of watched keys, newest first.
import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import { visible } from '@chord-dht/ring-view';
import type { KeyChange } from '../../data/live/live-events';

@Component({
  selector: 'app-change-list',
  template: `
    <div class="scroll" tabindex="0" role="region" aria-label="Changes">
      <ul class="bare">
        @for (row of rows(); track row.id) {
          <li>
            <span class="time">{{ row.time }}</span>
            <span class="type">{{ row.type }}</span>
            <span class="name mono">{{ row.name }}</span>
          </li>
        } @empty {
          <li class="muted">{{ empty() }}</li>
        }
      </ul>
    </div>
  `,
  styles: `
    .scroll {
      height: 9rem;
      overflow: auto;
      font-size: 0.8125rem;
    }
    li {
      display: flex;
      gap: 0.75rem;
      padding: 0.125rem 0;
    }
    .time {
      flex: none;
      color: var(--muted);
      font-family: var(--mono);
      font-variant-numeric: tabular-nums;
    }
    .type {
      flex: none;
      width: 4.5rem;
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ChangeList {
  /** Oldest first. */
  readonly changes = input.required<readonly KeyChange[]>();
  /** The text while there is none. */
  readonly empty = input.required<string>();

  protected readonly rows = computed(() =>
    this.changes()
      .map(({ type, key, at, version }, index) => ({
        ...{ id: `${key} ${version} ${at} ${type} ${index}`, type, name: visible(key) },
        time: new Date(at).toLocaleTimeString('en-GB'),
      }))
      .reverse(),
  );
}
