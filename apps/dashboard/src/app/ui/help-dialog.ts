// The keyboard shortcuts of the ring.
import { ChangeDetectionStrategy, Component, type ElementRef, viewChild } from '@angular/core';

@Component({
  selector: 'app-help-dialog',
  template: `
    <dialog #dialog aria-labelledby="help-title">
      <h2 id="help-title">Keys of the ring</h2>
      <dl>
        @for (row of rows; track row[0]) {
          <dt>
            <kbd>{{ row[0] }}</kbd>
          </dt>
          <dd>{{ row[1] }}</dd>
        }
      </dl>
      <button type="button" class="button" (click)="dialog.close()">Close</button>
    </dialog>
  `,
  styles: `
    dialog {
      width: min(26rem, calc(100vw - 2rem));
      padding: 1.25rem;
      border: 1px solid var(--line-strong);
      border-radius: 0.75rem;
      background: var(--surface);
      color: var(--ink);
    }
    dialog::backdrop {
      background: rgb(0 0 0 / 45%);
    }
    dl {
      display: grid;
      grid-template-columns: auto 1fr;
      gap: 0.5rem 1rem;
      margin: 1rem 0;
      font-size: 0.9375rem;
    }
    dd {
      margin: 0;
    }
    kbd {
      padding: 0.125rem 0.4rem;
      border: 1px solid var(--line-strong);
      border-radius: 0.25rem;
      font: 0.8125rem var(--mono);
      white-space: nowrap;
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class HelpDialog {
  private readonly dialog = viewChild.required<ElementRef<HTMLDialogElement>>('dialog');

  protected readonly rows = [
    ['→ ↓', 'next node clockwise'],
    ['← ↑', 'next node the other way'],
    ['Home, End', 'first and last node'],
    ['Enter', 'select the node, and again to deselect it'],
    ['Esc', 'select nothing'],
    ['f', 'show or hide the fingers of the selected node'],
    ['/', 'search'],
    ['?', 'this help'],
  ] as const;

  open(): void {
    this.dialog().nativeElement.showModal();
  }
}
