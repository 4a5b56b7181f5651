// Compares the number of hops with the expected one.
import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import { scaleLinear } from 'd3';
import { expectedHops } from '../geometry/expectation';
import { measureWords } from '../text/hop-words';

const WIDTH = 240;
const EDGE = 10;

@Component({
  selector: 'chord-hop-measure',
  template: `
    <svg class="measure" viewBox="0 0 240 44" role="img" [attr.aria-label]="words()">
      <path class="axis" [attr.d]="axis()" />
      @for (tick of ticks(); track tick.value) {
        <text class="tick" y="42" [attr.x]="tick.x">{{ tick.value }}</text>
        <path class="axis" [attr.d]="'M' + tick.x + ' 22V26'" />
      }
      <path class="expected" [attr.d]="'M' + expectedX() + ' 8V30'" />
      <circle class="measured" r="6" cy="22" [attr.cx]="measuredX()" />
    </svg>
    <p class="words">{{ words() }}</p>
  `,
  styles: `
    .measure {
      display: block;
      width: 100%;
      max-width: 20rem;
    }
    .axis {
      stroke: var(--line-strong);
      fill: none;
    }
    .tick {
      fill: var(--muted);
      font: 10px var(--mono);
      text-anchor: middle;
    }
    .expected {
      stroke: var(--ink);
      stroke-width: 2;
      stroke-dasharray: 3 2;
    }
    .measured {
      fill: var(--hop);
      stroke: var(--surface);
      stroke-width: 2;
    }
    .words {
      margin: 0.25rem 0 0;
      color: var(--muted);
      font-size: 0.8125rem;
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class HopMeasureComponent {
  /** The number of hops up to the owner's predecessor. */
  readonly hops = input.required<number>();
  readonly members = input.required<number>();

  private readonly scale = computed(() => {
    const most = Math.max(2, this.hops(), Math.ceil(Math.log2(Math.max(this.members(), 1))));
    return scaleLinear([0, most], [EDGE, WIDTH - EDGE]);
  });
  protected readonly words = computed(() => measureWords(this.hops(), this.members()));
  protected readonly measuredX = computed(() => round(this.scale()(this.hops())));
  protected readonly expectedX = computed(() => round(this.scale()(expectedHops(this.members()))));
  protected readonly axis = computed(() => `M${EDGE} 22H${WIDTH - EDGE}`);
  protected readonly ticks = computed(() =>
    this.scale()
      .ticks(6)
      .filter(Number.isInteger)
      .map((value) => ({ value, x: round(this.scale()(value)) })),
  );
}

const round = (pixels: number): number => Math.round(pixels * 10) / 10;
