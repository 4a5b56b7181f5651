// The axis of values for charts of one height: its scale, its lines and its figures.
import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import { type ScaleLinear, scaleLinear } from 'd3';

export const HEIGHT_PX = 180;
/** The width in pixels of the figures, left of the chart. */
export const LEFT_PX = 44;
/** The height in pixels of the names below the chart. */
export const BOTTOM_PX = 24;
const TOP_PX = 8;
const TICKS = 4;
/** For example `12.5K`: short enough for any value. */
const FIGURE = new Intl.NumberFormat('en', { notation: 'compact', maximumSignificantDigits: 4 });

/** @param values each at least 0; the axis reaches to 1 at least */
export function valueScale(values: readonly number[]): ScaleLinear<number, number> {
  return scaleLinear()
    .domain([0, values.reduce((most, value) => Math.max(most, value), 1)])
    .nice()
    .range([HEIGHT_PX - BOTTOM_PX, TOP_PX]);
}

@Component({
  selector: '[chordValueAxis]',
  template: `
    @for (tick of ticks(); track tick.value) {
      <svg:path class="grid" [attr.d]="'M' + left + ' ' + tick.y + 'H' + width()" />
      <svg:text class="tick" [attr.x]="left - 6" [attr.y]="tick.y + 4" text-anchor="end">
        {{ tick.figure }}
      </svg:text>
    }
  `,
  styleUrl: './charts.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ValueAxis {
  readonly scale = input.required<ScaleLinear<number, number>>();
  /** The width of the whole chart in pixels. */
  readonly width = input.required<number>();

  protected readonly left = LEFT_PX;
  protected readonly ticks = computed(() =>
    this.scale()
      .ticks(TICKS)
      .map((value) => ({
        value,
        figure: FIGURE.format(value),
        y: Math.round(this.scale()(value)),
      })),
  );
}
