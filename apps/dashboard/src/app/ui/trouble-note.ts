// The note that keys cannot be read: in red, with the arcs, their home replicas and the remedy.
import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import { startCommand } from '../text/start-command';
import type { Trouble } from '../text/trouble';
import { CurlBox } from './curl-box';

const COMMANDS_MAX = 3;

@Component({
  selector: 'app-trouble-note',
  imports: [CurlBox],
  template: `
    <section class="trouble" aria-labelledby="trouble-title">
      <div role="alert">
        <h2 id="trouble-title">
          <svg viewBox="0 0 16 16" aria-hidden="true">
            <path d="M8 1.5L15 14H1Z" />
            <path class="sign" d="M8 6V10M8 11.75V12.5" />
          </svg>
          {{ trouble().headline }}
        </h2>
      </div>
      <ul>
        @for (arc of trouble().arcs; track arc.id) {
          <li>
            {{ arc.what }}. Copies were on
            @for (home of arc.homes; track home.address) {
              <span class="home" [class.gone]="!home.isThere"
                >{{ home.address }} ({{ home.isThere ? 'there' : 'missing' }})</span
              >{{ $last ? '.' : ', ' }}
            } @empty {
              nodes that nobody here knows.
            }
          </li>
        }
      </ul>
      @if (trouble().cure; as cure) {
        <p class="cure">{{ cure }}</p>
      }
      @for (command of commands(); track command) {
        <app-curl-box title="On its machine, with the data folder that it had" [call]="command" />
      }
    </section>
  `,
  styles: `
    .trouble {
      display: grid;
      gap: 0.625rem;
      padding: 0.875rem 1.125rem;
      border: 2px solid var(--alarm);
      border-radius: 0.75rem;
      background: var(--alarm-soft);
      min-width: 0;
    }
    h2 {
      display: flex;
      gap: 0.5rem;
      color: var(--alarm-text);
      font-size: 1.125rem;
      overflow-wrap: anywhere;
    }
    svg {
      flex: none;
      width: 1.375rem;
      height: 1.375rem;
      margin-top: 0.125rem;
      fill: var(--alarm);
    }
    .sign {
      fill: none;
      stroke: var(--alarm-soft);
      stroke-width: 1.75;
      stroke-linecap: round;
    }
    ul {
      margin: 0;
      padding-left: 1.25rem;
      font-size: 0.9375rem;
      overflow-wrap: anywhere;
    }
    .home {
      font-family: var(--mono);
      font-size: 0.875em;
    }
    .gone {
      color: var(--alarm-text);
      font-weight: 600;
    }
    .cure {
      font-weight: 600;
      overflow-wrap: anywhere;
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class TroubleNote {
  readonly trouble = input.required<Trouble>();

  protected readonly commands = computed(() =>
    this.trouble()
      .missing.slice(0, COMMANDS_MAX)
      .map((address) => startCommand(address)),
  );
}
