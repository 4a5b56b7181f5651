// A command line for copying.
import { ChangeDetectionStrategy, Component, computed, input, linkedSignal } from '@angular/core';
import { type CurlCall, curl } from '../text/curl';

@Component({
  selector: 'app-curl-box',
  template: `
    <div class="box">
      <span class="title">{{ title() }}</span>
      <code #code tabindex="0" role="textbox" aria-readonly="true" [attr.aria-label]="title()">{{
        line()
      }}</code>
      <button type="button" class="button" (click)="copy(code)">
        {{ copied() ? 'Copied' : 'Copy' }}
      </button>
      <span class="unseen" role="status">{{ copied() ? 'Copied' : '' }}</span>
    </div>
  `,
  styles: `
    .box {
      display: grid;
      grid-template-columns: minmax(0, 1fr) auto;
      align-items: center;
      gap: 0.25rem 0.5rem;
      font-size: 0.8125rem;
    }
    .title {
      grid-column: 1 / -1;
      color: var(--muted);
    }
    code {
      padding: 0.375rem 0.625rem;
      border: 1px solid var(--line);
      border-radius: var(--radius);
      background: var(--bg);
      font-family: var(--mono);
      overflow-wrap: anywhere;
      white-space: pre-wrap;
    }
    .button {
      min-height: 1.75rem;
      padding: 0.125rem 0.625rem;
      font-size: 0.8125rem;
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class CurlBox {
  readonly title = input('The same with curl');
  /** A call of the API, or any command line. */
  readonly call = input.required<CurlCall | string>();

  protected readonly line = computed(() => {
    const call = this.call();
    return typeof call === 'string' ? call : curl({ ...call, url: location.origin + call.url });
  });
  protected readonly copied = linkedSignal({ source: this.line, computation: () => false });

  /**
   * Without permission to write the clipboard (plain HTTP on another host) the line is selected for copying by hand.
   */
  protected async copy(code: HTMLElement): Promise<void> {
    try {
      await navigator.clipboard.writeText(this.line());
      this.copied.set(true);
    } catch {
      getSelection()?.selectAllChildren(code);
    }
  }
}
