// The form for a key, which the ring then marks.
import { ChangeDetectionStrategy, Component, input, linkedSignal, output } from '@angular/core';
import { ValuePanel } from '../../value/value-panel';

@Component({
  selector: 'app-key-form',
  imports: [ValuePanel],
  template: `
    <div class="field">
      <label for="key">Key</label>
      <input
        id="key"
        class="input mono"
        type="text"
        autocomplete="off"
        spellcheck="false"
        maxlength="1024"
        placeholder="keyval"
        [value]="key()"
        (input)="type($event)"
        (change)="named.emit(key())"
      />
    </div>
    <app-value-panel [key]="key()" [pathLink]="true" (done)="done.emit($event)" />
  `,
  styles: `
    :host {
      display: grid;
      gap: 0.75rem;
      min-width: 0;
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class KeyForm {
  readonly initial = input('');
  /** The key that the person entered. */
  readonly named = output<string>();
  readonly done = output<string>();

  protected readonly key = linkedSignal(() => this.initial());

  protected type(event: Event): void {
    this.key.set((event.target as HTMLInputElement).value);
  }
}
