// Bars beside each other: one value for each name, and a mark at the expected mean.
import { ChangeDetectionStrategy, Component, computed, input, signal } from '@angular/core';
import { SizeDirective } from '../size/size.directive';
import { BOTTOM_PX, HEIGHT_PX, LEFT_PX, ValueAxis, valueScale } from './value-axis';

export interface Bar {
  readonly name: string;
  readonly value: number;
  readonly words: string;
}

const NAMED_MAX = 24;

@Component({
  selector: 'chord-bars',
  imports: [SizeDirective, ValueAxis],
  template: `
    <div chordSize (widthChange)="width.set($event)">
      <svg [attr.width]="width()" [attr.height]="height" aria-hidden="true">
        <g chordValueAxis [scale]="y()" [width]="width()"></g>
        @for (bar of shown(); track bar.name) {
          <rect
            class="bar"
            [attr.x]="bar.x"
            [attr.y]="bar.y"
            [attr.width]="bar.width"
            [attr.height]="bar.height"
          >
            <title>{{ bar.words }}</title>
          </rect>
          @if (bar.label) {
            <text
              class="tick"
              [attr.x]="bar.x + bar.width / 2"
              [attr.y]="height - 6"
              text-anchor="middle"
            >
              {{ bar.label }}
            </text>
          }
        }
        @if (markX(); as x) {
          <path class="mark" [attr.d]="'M' + x + ' 4V' + (height - bottom)" />
        }
        @if (markY(); as y) {
          <path class="mark" [attr.d]="'M' + left + ' ' + y + 'H' + width()" />
        }
      </svg>
    </div>
  `,
  styleUrl: './charts.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class BarsComponent {
  readonly bars = input.required<readonly Bar[]>();
  /** The position of the mark along the bars: 0 is the middle of the first one, 1 that of the second. */
  readonly markAt = input<number | null>(null);
  /** The value of the mark. */
  readonly markValue = input<number | null>(null);

  protected readonly height = HEIGHT_PX;
  protected readonly left = LEFT_PX;
  protected readonly bottom = BOTTOM_PX;
  protected readonly width = signal(320);
  protected readonly y = computed(() =>
    valueScale([this.markValue() ?? 0, ...this.bars().map(({ value }) => value)]),
  );
  private readonly step = computed(
    () => (this.width() - LEFT_PX) / Math.max(1, this.bars().length),
  );
  protected readonly shown = computed(() => {
    const every = Math.ceil(this.bars().length / NAMED_MAX);
    const room = Math.max(2, Math.floor((this.step() * every) / 8));
    return this.bars().map(({ name, value, words }, index) => ({
      name,
      words,
      label: index % every === 0 ? shortened(name, room) : '',
      x: LEFT_PX + index * this.step() + this.step() * 0.1,
      width: Math.max(1, this.step() * 0.8),
      y: this.y()(value),
      height: HEIGHT_PX - BOTTOM_PX - this.y()(value),
    }));
  });
  protected readonly markX = computed(() => {
    const at = this.markAt();
    return at === null ? null : LEFT_PX + (at + 0.5) * this.step();
  });
  protected readonly markY = computed(() => {
    const value = this.markValue();
    return value === null ? null : this.y()(value);
  });
}

/** Keeps the end of a name, which distinguishes it: of an address the port. */
function shortened(name: string, room: number): string {
  if (name.length <= room) return name;
  const port = /:\d+$/.exec(name)?.[0] ?? '';
  return port !== '' && port.length <= room ? port : name.slice(-room);
}
