// The page for an unknown address.
import { ChangeDetectionStrategy, Component } from '@angular/core';
import { RouterLink } from '@angular/router';

@Component({
  selector: 'app-missing-page',
  imports: [RouterLink],
  template: `
    <h1>There is no such page</h1>
    <p><a routerLink="/">Go to the ring</a></p>
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class MissingPage {}
