// The form that brings other nodes into this ring.
import {
  ChangeDetectionStrategy,
  Component,
  computed,
  inject,
  output,
  signal,
} from '@angular/core';
import { type JoinReportDto, apiPath } from '@chord-dht/api-client';
import { count } from '@chord-dht/ring-view';
import { ChordApi } from '../data/chord-api';
import { type Problem, problemOf } from '../data/problem';
import type { CurlCall } from '../text/curl';
import { CurlBox } from '../ui/curl-box';
import { ProblemNote } from '../ui/problem-note';
import { addressesIn } from '../text/addresses';

@Component({
  selector: 'app-join-form',
  imports: [CurlBox, ProblemNote],
  template: `
    <form class="stack" (submit)="join($event)">
      <div class="field">
        <label for="join-peers">Addresses, one a line</label>
        <textarea
          id="join-peers"
          class="input"
          rows="3"
          placeholder="localhost:5001"
          spellcheck="false"
          [value]="text()"
          (input)="setText($event)"
        ></textarea>
      </div>
      <div class="buttons">
        <button type="submit" class="button strong" [disabled]="busy() || peers().length === 0">
          {{ busy() ? 'Joining…' : words() }}
        </button>
      </div>
    </form>
    <div class="stack" aria-live="polite">
      @if (problem(); as what) {
        <app-problem-note [problem]="what" />
      }
      @if (report(); as answer) {
        <ul class="bare report">
          @for (peer of answer.peers; track $index) {
            <li [class.bad]="!peer.ok">
              <span aria-hidden="true">{{ peer.ok ? '✓' : '✕' }}</span>
              <span class="mono">{{ peer.address }}</span>
              {{ peer.ok ? 'is in the ring' : 'failed: ' + (peer.message ?? peer.code) }}
            </li>
          }
        </ul>
      }
    </div>
    @if (peers().length > 0) {
      <app-curl-box [call]="call()" />
    }
  `,
  styles: `
    :host {
      display: grid;
      gap: 0.875rem;
      min-width: 0;
    }
    .report {
      font-size: 0.875rem;
      overflow-wrap: anywhere;
    }
    .mono {
      margin: 0 0.4ch;
    }
    .bad {
      color: var(--lost-text);
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class JoinForm {
  readonly joined = output();

  private readonly api = inject(ChordApi);
  protected readonly text = signal('');
  protected readonly busy = signal(false);
  protected readonly report = signal<JoinReportDto | null>(null);
  protected readonly problem = signal<Problem | null>(null);

  protected readonly peers = computed(() => addressesIn(this.text()));
  protected readonly words = computed(() =>
    this.peers().length < 2 ? 'Join' : `Join ${count(this.peers().length, 'node')}`,
  );
  protected readonly call = computed<CurlCall>(() => ({
    method: 'POST',
    url: apiPath('/api/v1/ring/join'),
    contentType: 'application/json',
    body: JSON.stringify({ peers: this.peers() }),
  }));

  protected setText(event: Event): void {
    this.text.set((event.target as HTMLTextAreaElement).value);
  }

  protected async join(event: Event): Promise<void> {
    event.preventDefault();
    this.busy.set(true);
    this.report.set(null);
    this.problem.set(null);
    try {
      this.report.set(await this.api.join(this.peers()));
      if (this.report()?.ok) this.text.set('');
    } catch (error) {
      this.problem.set(problemOf(error));
    }
    this.busy.set(false);
    this.joined.emit();
  }
}
