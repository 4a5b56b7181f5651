// The parts of every chart: a title, a summary in one sentence, and a table of the same figures.
import { ChangeDetectionStrategy, Component, inject, input } from '@angular/core';
import { UniqueIds } from '../text/unique-ids';

export interface ChartTable {
  readonly columns: readonly string[];
  /** The first cell names the row. */
  readonly rows: readonly (readonly string[])[];
}

@Component({
  selector: 'chord-chart-frame',
  template: `
    <figure [attr.aria-labelledby]="uid">
      <figcaption>
        <h2 [attr.id]="uid">{{ title() }}</h2>
        <p>{{ summary() }}</p>
      </figcaption>
      <ng-content />
      <details>
        <summary>As a table</summary>
        <div class="scroll" role="region" tabindex="0" [attr.aria-labelledby]="uid">
          <table>
            <thead>
              <tr>
                @for (column of table().columns; track $index) {
                  <th scope="col">{{ column }}</th>
                }
              </tr>
            </thead>
            <tbody>
              @for (row of table().rows; track $index) {
                <tr>
                  @for (cell of row; track $index) {
                    @if ($first) {
                      <th scope="row">{{ cell }}</th>
                    } @else {
                      <td>{{ cell }}</td>
                    }
                  }
                </tr>
              }
            </tbody>
          </table>
        </div>
      </details>
    </figure>
  `,
  styleUrl: './chart-frame.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ChartFrame {
  readonly title = input.required<string>();
  readonly summary = input.required<string>();
  readonly table = input.required<ChartTable>();

  protected readonly uid = inject(UniqueIds).next('chart');
}
