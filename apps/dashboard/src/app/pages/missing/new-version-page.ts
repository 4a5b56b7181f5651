// The page shown when the node has another build of the dashboard than this tab and reloading has not helped.
import { ChangeDetectionStrategy, Component } from '@angular/core';

@Component({
  selector: 'app-new-version-page',
  template: `
    <section class="card stack">
      <h1>A new version is there</h1>
      <p>
        The node was updated while this tab was open, so a part of this page is gone. Reload to get
        the new version; nothing that you stored is concerned.
      </p>
      <div class="buttons">
        <button type="button" class="button strong" (click)="reload()">Reload</button>
      </div>
    </section>
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class NewVersionPage {
  protected reload(): void {
    location.reload();
  }
}
