// The page of live events, with filters by kind and by text that are kept in the address.
import { ChangeDetectionStrategy, Component, computed, effect, inject, input } from '@angular/core';
import { Router } from '@angular/router';
import { apiPath } from '@chord-dht/api-client';
import { count } from '@chord-dht/ring-view';
import { EventLog } from '../../data/event-log';
import type { EventKind } from '../../data/live/feed-messages';
import { LiveEvents } from '../../data/live/live-events';
import { eventWords, kindOf } from '../../text/event-words';
import { CurlBox } from '../../ui/curl-box';
import { EventTable } from '../../ui/event-table';

const GROUPS: readonly { readonly group: EventKind; readonly name: string }[] = [
  { group: 'fault', name: 'Faults' },
  { group: 'membership', name: 'Members' },
  { group: 'ring', name: 'Pointers' },
  { group: 'view', name: 'Copies' },
  { group: 'lookup', name: 'Lookups' },
];
const USUAL = 'fault,membership,ring,view';

@Component({
  selector: 'app-events-page',
  imports: [CurlBox, EventTable],
  template: `
    <h1>Events</h1>
    <section class="card stack" aria-label="Live events">
      <div class="tools">
        <fieldset>
          <legend class="unseen">Kinds of events</legend>
          @for (kind of groups; track kind.group) {
            <label
              ><input
                type="checkbox"
                [checked]="shown().has(kind.group)"
                (change)="toggle(kind.group)"
              />
              {{ kind.name }}</label
            >
          }
        </fieldset>
        <label class="find"
          ><span class="unseen">Only events with this text</span
          ><input
            class="input"
            type="search"
            placeholder="Only with this text"
            [value]="text() ?? ''"
            (input)="find($event)"
        /></label>
      </div>
      <app-curl-box [call]="call" />
      <p class="muted small" role="status">{{ summary() }}</p>
      @if (events().length > 0) {
        <app-event-table [events]="events()" />
      } @else {
        <p class="empty">
          @if (log.events().length > 0) {
            The filter hides {{ hidden() }}.
          } @else if (live.state() !== 'live') {
            No event has been read yet.
          } @else {
            Nothing has happened since the node was started. Its events appear here as they come:
            join, kill or look something up.
          }
        </p>
      }
    </section>
  `,
  styles: `
    h1 {
      margin-bottom: 1rem;
    }
    .tools,
    fieldset {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 0.5rem 1.25rem;
    }
    fieldset {
      margin: 0;
      padding: 0;
      border: 0;
    }
    fieldset label {
      display: inline-flex;
      align-items: center;
      gap: 0.375rem;
      min-height: 1.75rem;
    }
    input[type='checkbox'] {
      width: 1.5rem;
      height: 1.5rem;
      margin: 0;
      accent-color: var(--strong);
    }
    .find {
      flex: 1 1 12rem;
      max-width: 22rem;
    }
    .empty {
      padding: 2rem 0;
      color: var(--muted);
      text-align: center;
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class EventsPage {
  /** `?show=fault,membership,ring,view,lookup` */
  readonly show = input<string>();
  /** `?text=` */
  readonly text = input<string>();

  private readonly router = inject(Router);
  protected readonly log = inject(EventLog);
  protected readonly live = inject(LiveEvents);
  protected readonly groups = GROUPS;
  protected readonly call = 'curl --no-buffer ' + location.origin + apiPath('/api/v1/events');

  protected readonly shown = computed(() => new Set((this.show() ?? USUAL).split(',')));
  protected readonly events = computed(() => {
    const wanted = (this.text() ?? '').toLowerCase();
    return this.log
      .events()
      .filter((event) => this.shown().has(kindOf(event)))
      .filter(
        (event) =>
          wanted === '' || `${event.type} ${eventWords(event)}`.toLowerCase().includes(wanted),
      );
  });
  protected readonly summary = computed(
    () =>
      `${count(this.events().length, 'event')}, the newest first${this.hiddenCount() > 0 ? `; the filter hides ${this.hidden()}` : ''}. The latest 500 of each kind are kept.`,
  );
  private readonly hiddenCount = computed(() => this.log.events().length - this.events().length);
  protected readonly hidden = computed(() => count(this.hiddenCount(), 'more', 'more'));

  constructor() {
    effect((onCleanup) => {
      if (this.shown().has('lookup')) onCleanup(this.live.wantLookups());
    });
  }

  protected toggle(group: EventKind): void {
    const groups = GROUPS.map((kind) => kind.group).filter(
      (kind) => this.shown().has(kind) !== (kind === group),
    );
    const show = groups.join(',');
    this.go({ show: show === USUAL ? null : show });
  }

  protected find(event: Event): void {
    this.go({ text: (event.target as HTMLInputElement).value || null });
  }

  private go(queryParams: { show?: string | null; text?: string | null }): void {
    void this.router.navigate([], { queryParams, queryParamsHandling: 'merge', replaceUrl: true });
  }
}
