// A placeholder of a ring's size before there is one.
import { ChangeDetectionStrategy, Component, computed, signal } from '@angular/core';
import { BAND_PX } from '../scene/ring-scene';
import { stageFor } from '../scene/stage';
import { SizeDirective } from '../size/size.directive';

/** The usual length of an address, so that the real ring does not jump. */
const USUAL = [{ address: 'localhost:5000', printedId: '1023' }];

@Component({
  selector: 'chord-ring-skeleton',
  imports: [SizeDirective],
  template: `
    <div chordSize (widthChange)="width.set($event)">
      <svg
        role="img"
        aria-label="The ring is being read"
        [attr.viewBox]="viewBox()"
        [attr.width]="stage().width"
        [attr.height]="stage().height"
      >
        <circle r="0" [attr.r]="stage().radius" [attr.stroke-width]="band" />
      </svg>
    </div>
    <p class="room"></p>
  `,
  styles: `
    svg {
      display: block;
      margin: 0 auto;
      max-width: 100%;
    }
    circle {
      fill: none;
      stroke: var(--track);
    }
    .room {
      min-height: 2.8em;
      margin: 0.5rem 0 0;
      font-size: 0.875rem;
      line-height: 1.4;
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class RingSkeleton {
  protected readonly band = BAND_PX;
  protected readonly width = signal(720);
  protected readonly stage = computed(() => stageFor(this.width(), USUAL));
  protected readonly viewBox = computed(() => {
    const { width, height } = this.stage();
    return `${-width / 2} ${-height / 2} ${width} ${height}`;
  });
}
