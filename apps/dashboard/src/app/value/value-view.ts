// A stored value displayed as text or as bytes, and never executed.
import { ChangeDetectionStrategy, Component, computed, inject, input, signal } from '@angular/core';
import { bytes, cut } from '@chord-dht/ring-view';
import type { StoredValue } from '../data/chord-api';
import { Clock } from '../data/clock';
import { lifeWords } from '../text/life';
import { decode, hexDump, prettyJson, shownText } from '../text/value-text';

const TEXT_MAX = 20_000;

type Look = 'text' | 'json' | 'hex';

@Component({
  selector: 'app-value-view',
  template: `
    <div class="head">
      <span class="muted small">{{ facts() }}</span>
      <div class="looks" role="group" aria-label="Show the value as">
        @for (choice of looks(); track choice) {
          <button
            type="button"
            class="button"
            [attr.aria-pressed]="look() === choice"
            (click)="chosen.set(choice)"
          >
            {{ names[choice] }}
          </button>
        }
      </div>
    </div>
    @if (value().bytes.length === 0) {
      <p class="muted small">The value is empty: 0 bytes.</p>
    } @else {
      <pre tabindex="0" role="region" aria-label="Stored value">{{ shown() }}</pre>
    }
  `,
  styleUrl: './value-view.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ValueView {
  readonly value = input.required<StoredValue>();

  private readonly clock = inject(Clock);

  protected readonly text = computed(() => decode(this.value().bytes));
  private readonly json = computed(() => prettyJson(this.text() ?? ''));
  protected readonly names = { text: 'Text', json: 'JSON', hex: 'Hex' } as const;
  /** The possible displays of this value, best first. */
  protected readonly looks = computed<readonly Look[]>(() => [
    ...(this.text() === null ? [] : (['text'] as const)),
    ...(this.json() === null ? [] : (['json'] as const)),
    'hex',
  ]);
  /** The person's choice of the display, kept when the value is read again. */
  protected readonly chosen = signal<Look | null>(null);
  protected readonly look = computed<Look>(() => {
    const [best = 'hex', ...others] = this.looks();
    const chosen = this.chosen();
    return chosen !== null && others.includes(chosen) ? chosen : best;
  });
  protected readonly shown = computed(() => {
    const text = this.look() === 'json' ? this.json() : this.text();
    if (this.look() === 'hex' || text === null) return hexDump(this.value().bytes);
    return shownText(text.slice(0, TEXT_MAX)) + (text.length > TEXT_MAX ? '\n…' : '');
  });
  protected readonly facts = computed(() => {
    const { bytes: data, contentType, version, expiresAt } = this.value();
    const life = lifeWords(expiresAt, this.clock.nodeNow());
    return [bytes(data.length), contentType, life, version && `version ${cut(version, 17)}`]
      .filter(Boolean)
      .join(' · ');
  });
}
