// Knows how events look in a list, the newest first.
import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import type { ChordEvent } from '../data/live/live-events';
import { eventWords, groupOf } from '../text/event-words';

@Component({
  selector: 'app-event-table',
  template: `
    <div class="scroll" role="region" aria-label="Events" tabindex="0">
      <table>
        <thead>
          <tr>
            <th scope="col">Time</th>
            <th scope="col">Event</th>
            <th scope="col">What happened</th>
          </tr>
        </thead>
        <tbody>
          @for (row of rows(); track row.id) {
            <tr>
              <td class="time">{{ row.time }}</td>
              <td class="type" [class]="'type ' + row.group">{{ row.type }}</td>
              <td class="words">{{ row.words }}</td>
            </tr>
          }
        </tbody>
      </table>
    </div>
  `,
  styles: `
    .scroll {
      position: relative;
      max-height: 40rem;
      overflow: auto;
    }
    table {
      width: 100%;
      border-collapse: collapse;
      font-size: 0.8125rem;
    }
    th {
      position: sticky;
      top: 0;
      background: var(--surface);
      color: var(--muted);
      font-weight: 500;
    }
    th,
    td {
      padding: 0.25rem 1rem 0.25rem 0;
      border-bottom: 1px solid var(--line);
      text-align: left;
      vertical-align: baseline;
    }
    .time,
    .type {
      font-family: var(--mono);
      white-space: nowrap;
    }
    .time {
      color: var(--muted);
      font-variant-numeric: tabular-nums;
    }
    .type::before {
      content: '';
      display: inline-block;
      width: 0.5rem;
      height: 0.5rem;
      margin-right: 0.5rem;
      border-radius: 50%;
      background: var(--well);
    }
    .type.lookups::before {
      border-radius: 0;
      background: var(--hop);
    }
    .type.store::before {
      border-radius: 0;
      background: var(--going);
      rotate: 45deg;
    }
    .words {
      width: 100%;
      min-width: 14rem;
      overflow-wrap: anywhere;
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class EventTable {
  readonly events = input.required<readonly ChordEvent[]>();

  protected readonly rows = computed(() =>
    this.events().map((event, index) => ({
      id: `${event.sequence ?? 'gap'} ${this.events().length - index}`,
      time: timeOf(event.at),
      type: event.type,
      group: groupOf(event.type),
      words: eventWords(event),
    })),
  );
}

/** The local time of day to the millisecond. */
function timeOf(at: string | undefined): string {
  const date = new Date(at ?? '');
  if (Number.isNaN(date.getTime())) return '';
  return `${date.toLocaleTimeString('en-GB')}.${String(date.getMilliseconds()).padStart(3, '0')}`;
}
