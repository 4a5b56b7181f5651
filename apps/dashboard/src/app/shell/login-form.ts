// The form that sends a token to the node.
import { ChangeDetectionStrategy, Component, inject, signal } from '@angular/core';
import { type Problem, problemOf } from '../data/problem';
import { SessionApi } from '../data/session';
import { ProblemNote } from '../ui/problem-note';

@Component({
  selector: 'app-login-form',
  imports: [ProblemNote],
  template: `
    <h1>Log in</h1>
    <p>
      This node asks for a token. Whoever runs it has a list of them in the file of
      <code>--tokens-file</code>.
    </p>
    <form class="stack" (submit)="logIn($event)">
      <div class="field">
        <label for="login-token">Token</label>
        <input
          #field
          id="login-token"
          class="input"
          type="password"
          autocomplete="current-password"
          spellcheck="false"
          required
        />
      </div>
      <div class="buttons">
        <button type="submit" class="button strong" [disabled]="busy()">
          {{ busy() ? 'Logging in…' : 'Log in' }}
        </button>
      </div>
    </form>
    @if (problem(); as what) {
      <app-problem-note [problem]="what" />
    }
  `,
  styles: `
    :host {
      display: grid;
      gap: 1rem;
      max-width: 32rem;
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class LoginForm {
  private readonly api = inject(SessionApi);
  protected readonly busy = signal(false);
  protected readonly problem = signal<Problem | null>(null);

  protected async logIn(event: Event): Promise<void> {
    event.preventDefault();
    const field = (event.target as HTMLFormElement).querySelector('input');
    if (!field) return;
    this.busy.set(true);
    this.problem.set(null);
    try {
      await this.api.logIn(field.value);
      // Reads everything again, streams too.
      location.reload();
    } catch (error) {
      this.problem.set(problemOf(error));
      this.busy.set(false);
    }
    field.value = '';
  }
}
