// The login and the way to log out. Empty at a node without tokens.
import { ChangeDetectionStrategy, Component, inject, signal } from '@angular/core';
import type { SessionDto } from '@chord-dht/api-client';
import { SessionApi } from '../data/session';

@Component({
  selector: 'app-session-status',
  template: `
    @if (session(); as who) {
      @if (who.name !== null) {
        <button type="button" class="button" [title]="'Role: ' + who.role" (click)="logOut()">
          Log out {{ who.name }}
        </button>
      }
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class SessionStatus {
  private readonly api = inject(SessionApi);
  protected readonly session = signal<SessionDto | null>(null);

  constructor() {
    this.api.read().then(
      (session) => this.session.set(session),
      // The login form is shown, or the page reports that the node does not answer.
      () => undefined,
    );
  }

  protected async logOut(): Promise<void> {
    await this.api.logOut().catch(() => undefined);
    location.reload();
  }
}
