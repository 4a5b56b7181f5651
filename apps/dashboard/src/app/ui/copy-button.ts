// Copies a text as it is, not as it is shown.
import { ChangeDetectionStrategy, Component, input, linkedSignal } from '@angular/core';

@Component({
  selector: 'app-copy-button',
  template: `
    <button type="button" class="button" (click)="copy()">
      {{ copied() ? 'Copied' : 'Copy' }}<span class="unseen"> {{ name() }}</span>
    </button>
  `,
  styles: `
    .button {
      min-width: 5rem;
      min-height: 1.75rem;
      padding: 0.125rem 0.625rem;
      font-size: 0.8125rem;
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class CopyButton {
  readonly text = input.required<string>();
  /** What is copied, for those who do not see where the button stands. */
  readonly name = input.required<string>();
  /** Where the text is shown: without the right to write the clipboard it is marked, to be copied by hand. */
  readonly shownIn = input.required<HTMLElement>();

  protected readonly copied = linkedSignal({ source: this.text, computation: () => false });

  protected async copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(this.text());
      this.copied.set(true);
    } catch {
      getSelection()?.selectAllChildren(this.shownIn());
    }
  }
}
