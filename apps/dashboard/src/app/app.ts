// The frame around every page.
import { ChangeDetectionStrategy, Component, computed, inject } from '@angular/core';
import { RouterLink, RouterLinkActive, RouterOutlet } from '@angular/router';
import { apiPath } from '@chord-dht/api-client';
import { EventLog } from './data/event-log';
import { RingData } from './data/ring-data';
import { Session } from './data/session';
import { LiveStatus } from './shell/live-status';
import { LoginForm } from './shell/login-form';
import { SearchBox } from './shell/search-box';
import { SessionStatus } from './shell/session-status';
import { ThemeSwitch } from './shell/theme-switch';

@Component({
  selector: 'app-root',
  imports: [
    LiveStatus,
    LoginForm,
    RouterLink,
    RouterLinkActive,
    RouterOutlet,
    SearchBox,
    SessionStatus,
    ThemeSwitch,
  ],
  template: `
    <a class="skip" href="#main" (click)="skip($event, main)">Skip to the content</a>
    <header>
      <div class="bar">
        <a class="brand" routerLink="/" aria-label="Chord, first page">
          <svg viewBox="0 0 32 32" aria-hidden="true">
            <circle class="ring" cx="16" cy="16" r="11" />
            <path class="chord" d="M16 5Q15 17 26 19M16 5Q14 18 7 22" />
            <circle class="node" cx="16" cy="5" r="3.5" />
            <circle class="node" cx="26" cy="19" r="3.5" />
            <circle class="node" cx="7" cy="22" r="3.5" />
          </svg>
          <span>Chord</span>
        </a>
        <nav aria-label="Pages">
          <a
            routerLink="/"
            routerLinkActive="here"
            ariaCurrentWhenActive="page"
            [routerLinkActiveOptions]="ringActive"
            >Ring
            @if (isInTrouble()) {
              <span class="trouble" aria-hidden="true"></span
              ><span class="unseen">: keys cannot be read</span>
            }
          </a>
          @for (page of pages; track page.path) {
            <a [routerLink]="page.path" routerLinkActive="here" ariaCurrentWhenActive="page">{{
              page.name
            }}</a>
          }
          <a [href]="docs">API</a>
        </nav>
        <app-search-box />
        <div class="tools">
          @if (!session.isNeeded()) {
            <app-live-status />
          }
          <app-session-status /><app-theme-switch />
        </div>
      </div>
    </header>
    <main #main id="main" tabindex="-1">
      @if (session.isNeeded()) {
        <app-login-form />
      } @else {
        <router-outlet />
      }
    </main>
  `,
  styleUrl: './app.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class App {
  private readonly ring = inject(RingData);
  protected readonly session = inject(Session);
  protected readonly docs = apiPath('/docs');
  protected readonly pages = [
    { path: '/keys', name: 'Keys' },
    { path: '/node', name: 'Node' },
    { path: '/events', name: 'Events' },
    { path: '/insights', name: 'Insights' },
    { path: '/playground', name: 'Playground' },
  ];
  protected readonly ringActive = {
    paths: 'exact',
    queryParams: 'ignored',
    fragment: 'ignored',
    matrixParams: 'ignored',
  } as const;

  /** Shown on every page, for people who look at another one. */
  protected readonly isInTrouble = computed(
    () =>
      (this.ring.ring()?.unserved.length ?? 0) > 0 || this.ring.ring()?.health.state === 'broken',
  );

  constructor() {
    inject(EventLog);
  }

  protected skip(event: Event, main: HTMLElement): void {
    event.preventDefault();
    main.focus();
  }
}
