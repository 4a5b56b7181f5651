// Lines over time, distinguished by colour and by dashes.
import { ChangeDetectionStrategy, Component, computed, input, signal } from '@angular/core';
import { line, scaleLinear } from 'd3';
import { SizeDirective } from '../size/size.directive';
import { HEIGHT_PX, LEFT_PX, ValueAxis, valueScale } from './value-axis';

export interface Line {
  readonly name: string;
  /** Milliseconds since the Unix epoch, and a value; null leaves a gap. */
  readonly points: readonly (readonly [number, number | null])[];
}

@Component({
  selector: 'chord-lines',
  imports: [SizeDirective, ValueAxis],
  template: `
    <div chordSize (widthChange)="width.set($event)">
      <svg [attr.width]="width()" [attr.height]="height" aria-hidden="true">
        <g chordValueAxis [scale]="y()" [width]="width()"></g>
        @for (tick of xTicks(); track tick.text) {
          <text class="tick" [attr.x]="tick.x" [attr.y]="height - 6" text-anchor="middle">
            {{ tick.text }}
          </text>
        }
        @for (path of paths(); track path.name) {
          <path [class]="'line line-' + $index" [attr.d]="path.d" />
          <path [class]="'dots line-' + $index" [attr.d]="path.dots" />
        }
      </svg>
    </div>
    @if (lines().length > 1) {
      <ul class="legend">
        @for (one of lines(); track one.name) {
          <li>
            <svg width="28" height="8" aria-hidden="true">
              <path [class]="'line line-' + $index" d="M1 4H27" /></svg
            >{{ one.name }}
          </li>
        }
      </ul>
    }
  `,
  styleUrl: './charts.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class LinesComponent {
  readonly lines = input.required<readonly Line[]>();
  /** The first and the last time on the axis. */
  readonly span = input.required<readonly [number, number]>();

  protected readonly height = HEIGHT_PX;
  protected readonly width = signal(320);
  private readonly x = computed(() =>
    scaleLinear()
      .domain(this.span())
      .range([LEFT_PX, this.width() - 4]),
  );
  protected readonly y = computed(() =>
    valueScale(this.lines().flatMap(({ points }) => points.map(([, value]) => value ?? 0))),
  );
  protected readonly xTicks = computed(() => {
    const [, end] = this.span();
    return [15, 10, 5, 0].map((minutes) => ({
      text: minutes === 0 ? 'now' : `−${minutes} min`,
      x: Math.min(this.width() - 14, Math.max(LEFT_PX + 16, this.x()(end - minutes * 60_000))),
    }));
  });
  protected readonly paths = computed(() => {
    const pen = line<readonly [number, number | null]>()
      .defined(([, value]) => value !== null)
      .x(([at]) => Math.round(this.x()(at)))
      .y(([, value]) => Math.round(this.y()(value ?? 0)));
    return this.lines().map(({ name, points }) => ({
      name,
      d: pen(points) ?? '',
      // A single point without neighbours makes no visible line.
      dots: points
        .filter((_, at) => isLonely(points, at))
        .map((point) => `${pen([point])}`)
        .join(''),
    }));
  });
}

function isLonely(points: Line['points'], at: number): boolean {
  const isThere = (place: number): boolean => (points[place]?.[1] ?? null) !== null;
  return isThere(at) && !isThere(at - 1) && !isThere(at + 1);
}
