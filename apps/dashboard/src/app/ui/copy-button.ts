// Copies a text in its original form, not as displayed.
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
  /** The name of the copied text, for people who do not see the button's context. */
  readonly name = input.required<string>();
  /** The element with the text: without permission to write the clipboard it is selected, to be copied by hand. */
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
