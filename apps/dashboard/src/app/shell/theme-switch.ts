// The choice between light, dark and the system's theme, remembered in this browser.
import { ChangeDetectionStrategy, Component, DOCUMENT, inject, signal } from '@angular/core';

const CHOICES = ['system', 'light', 'dark'] as const;
type Choice = (typeof CHOICES)[number];

const STORED = 'chord-theme';
const WORDS: Readonly<Record<Choice, string>> = {
  system: 'Colours: as the system',
  light: 'Colours: light',
  dark: 'Colours: dark',
};
const MARKS: Readonly<Record<Choice, string>> = {
  system: 'M8 2A6 6 0 1 0 8 14ZM8 2A6 6 0 0 1 8 14',
  light:
    'M8 5A3 3 0 1 1 8 11A3 3 0 1 1 8 5M8 1V2.5M8 13.5V15M1 8H2.5M13.5 8H15M3 3L4 4M12 12L13 13M13 3L12 4M4 12L3 13',
  dark: 'M13 10A6 6 0 1 1 6 3A5 5 0 0 0 13 10Z',
};

@Component({
  selector: 'app-theme-switch',
  template: `
    <button type="button" class="button" [title]="words()" (click)="turn()">
      <svg viewBox="0 0 16 16" aria-hidden="true">
        <path [class.half]="choice() === 'system'" [attr.d]="mark()" />
      </svg>
      <span class="unseen">{{ words() }}</span>
    </button>
  `,
  styles: `
    .button {
      min-height: 1.75rem;
      padding: 0.125rem 0.5rem;
    }
    svg {
      width: 1rem;
      height: 1rem;
      fill: none;
      stroke: currentColor;
      stroke-width: 1.5;
      stroke-linecap: round;
    }
    .half {
      fill: color-mix(in srgb, currentColor 35%, transparent);
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ThemeSwitch {
  private readonly root = inject(DOCUMENT).documentElement;
  protected readonly choice = signal<Choice>(stored());
  protected readonly words = () => WORDS[this.choice()];
  protected readonly mark = () => MARKS[this.choice()];

  constructor() {
    this.show();
  }

  protected turn(): void {
    this.choice.update((now) => CHOICES[(CHOICES.indexOf(now) + 1) % CHOICES.length] ?? 'system');
    keep(this.choice());
    this.show();
  }

  private show(): void {
    const choice = this.choice();
    if (choice === 'system') delete this.root.dataset['theme'];
    else this.root.dataset['theme'] = choice;
  }
}

/** A browser may forbid storage: then the choice lasts as long as the page. */
function stored(): Choice {
  try {
    const choice = localStorage.getItem(STORED);
    return CHOICES.find((known) => known === choice) ?? 'system';
  } catch {
    return 'system';
  }
}

function keep(choice: Choice): void {
  try {
    localStorage.setItem(STORED, choice);
  } catch {
    // The choice lasts as long as the page.
  }
}
