// A matrix of values as heat: from the node of the row to the node of the column.
import { ChangeDetectionStrategy, Component, computed, input, signal } from '@angular/core';
import { interpolateCividis, scaleLog } from 'd3';
import { SizeDirective } from '../size/size.directive';

export interface MatrixCell {
  readonly row: number;
  readonly column: number;
  readonly value: number;
  readonly words: string;
}

const CELL_MAX_PX = 34;
const NAME_PX = 52;
const VALUES_FROM_PX = 28;

@Component({
  selector: 'chord-matrix',
  imports: [SizeDirective],
  template: `
    <div chordSize (widthChange)="width.set($event)">
      <svg [attr.width]="size()" [attr.height]="size()" aria-hidden="true">
        @for (name of names(); track $index) {
          @if (cell() > 9) {
            <text
              class="cell-name"
              [attr.x]="room - 6"
              [attr.y]="room + ($index + 0.5) * cell() + 4"
              text-anchor="end"
            >
              {{ name }}
            </text>
            <text
              class="cell-name"
              text-anchor="start"
              [attr.transform]="
                'translate(' +
                (room + ($index + 0.5) * cell() + 4) +
                ' ' +
                (room - 6) +
                ') rotate(-90)'
              "
            >
              {{ name }}
            </text>
          }
        }
        @for (one of shown(); track $index) {
          <rect
            [attr.x]="one.x"
            [attr.y]="one.y"
            [attr.width]="cell() - 1"
            [attr.height]="cell() - 1"
            [attr.fill]="one.fill"
          >
            <title>{{ one.words }}</title>
          </rect>
          @if (cell() >= valuesFrom) {
            <text
              class="value"
              [attr.x]="one.x + cell() / 2"
              [attr.y]="one.y + cell() / 2 + 4"
              text-anchor="middle"
              [attr.fill]="one.ink"
            >
              {{ one.text }}
            </text>
          }
        }
      </svg>
    </div>
  `,
  styleUrl: './charts.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class MatrixComponent {
  readonly names = input.required<readonly string[]>();
  readonly cells = input.required<readonly MatrixCell[]>();

  protected readonly room = NAME_PX;
  protected readonly valuesFrom = VALUES_FROM_PX;
  protected readonly width = signal(320);
  protected readonly cell = computed(() =>
    Math.max(
      2,
      Math.min(
        CELL_MAX_PX,
        Math.floor((this.width() - NAME_PX) / Math.max(1, this.names().length)),
      ),
    ),
  );
  protected readonly size = computed(() => NAME_PX + this.cell() * this.names().length);
  protected readonly shown = computed(() => {
    const values = this.cells().map(({ value }) => Math.max(0.01, value));
    const low = values.reduce((least, value) => Math.min(least, value), Infinity);
    const high = values.reduce((most, value) => Math.max(most, value), 0);
    const heat = scaleLog()
      .domain([low, Math.max(high, low * 1.01)])
      .range([0, 1]);
    return this.cells().map(({ row, column, value, words }) => {
      const warmth = heat(Math.max(0.01, value));
      return {
        words,
        x: NAME_PX + column * this.cell(),
        y: NAME_PX + row * this.cell(),
        fill: interpolateCividis(warmth),
        ink: warmth > 0.5 ? '#000' : '#fff',
        text: value < 10 ? value.toFixed(1) : String(Math.round(value)),
      };
    });
  });
}
