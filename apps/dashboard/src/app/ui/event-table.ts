// Events as a list, newest first.
import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import type { ChordEvent } from '../data/live/feed-messages';
import { rowsOf, timesWords } from '../text/event-rows';

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
              <td class="type" [class]="'type ' + row.weight">
                <svg viewBox="0 0 12 12" aria-hidden="true">
                  <path [attr.d]="marks[row.weight]" /></svg
                >{{ row.event.type
                }}<span class="unseen">{{ row.weight === 'bad' ? ', a fault' : '' }}</span>
              </td>
              <td class="words">
                {{ row.words }}<strong>{{ times(row.times) }}</strong>
              </td>
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
    .type svg {
      width: 0.75rem;
      height: 0.75rem;
      margin-right: 0.4rem;
      vertical-align: -0.0625rem;
      fill: var(--rest);
    }
    .type.notable svg {
      fill: var(--strong);
    }
    .type.bad {
      color: var(--alarm-text);
    }
    .type.bad svg {
      fill: var(--alarm);
    }
    .words {
      width: 100%;
      min-width: 14rem;
      overflow-wrap: anywhere;
    }
    :host {
      display: block;
      container-type: inline-size;
    }
    /* What happened stands below when, where it has no room beside it. */
    @container (max-width: 36rem) {
      tr {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr);
        padding-block: 0.25rem;
        border-bottom: 1px solid var(--line);
      }
      th,
      td {
        padding-block: 0;
        border: 0;
      }
      th:last-child,
      .words {
        grid-column: 1 / -1;
        min-width: 0;
      }
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class EventTable {
  readonly events = input.required<readonly ChordEvent[]>();

  protected readonly marks = MARKS;
  protected readonly times = timesWords;
  protected readonly rows = computed(() =>
    rowsOf(this.events()).map((row, index, all) => ({
      ...row,
      id: `${row.id} ${all.length - index}`,
      time: timeOf(row.event.at),
    })),
  );
}

/** A triangle, a square and a dot: the shape shows the weight as well as the colour. */
const MARKS = {
  bad: 'M6 1L11.5 11H0.5Z',
  notable: 'M2 2H10V10H2Z',
  calm: 'M6 3A3 3 0 1 1 6 9A3 3 0 1 1 6 3Z',
} as const;

/** The local time of day to the millisecond. */
function timeOf(at: string | undefined): string {
  const date = new Date(at ?? '');
  if (Number.isNaN(date.getTime())) return '';
  return `${date.toLocaleTimeString('en-GB')}.${String(date.getMilliseconds()).padStart(3, '0')}`;
}
