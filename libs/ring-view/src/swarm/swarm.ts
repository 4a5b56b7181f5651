// A canvas of very many nodes that is repainted after changes; nodes are selected by pointer or by the arrow keys.
import {
  ChangeDetectionStrategy,
  Component,
  DestroyRef,
  type ElementRef,
  computed,
  effect,
  inject,
  input,
  output,
  signal,
  viewChild,
} from '@angular/core';
import { stepOf, walk } from '../geometry/walk';
import { SizeDirective } from '../size/size.directive';
import { count } from '../text/numbers';
import type { SwarmPicture, SwarmPointers, SwarmTrail } from './swarm-model';
import { Appearance } from './appearance';
import type { Palette } from './swarm-brush';
import { nodeNear } from './swarm-near';
import { SwarmPainter } from './swarm-paint';

const SIZE_MAX_PX = 720;

@Component({
  selector: 'chord-swarm',
  imports: [SizeDirective],
  template: `
    <div class="frame" chordSize (widthChange)="width.set($event)">
      <canvas
        #canvas
        role="application"
        aria-roledescription="ring of nodes"
        tabindex="0"
        [attr.aria-label]="summary()"
        (click)="onClick($event)"
        (keydown)="onKey($event)"
      ></canvas>
    </div>
  `,
  styles: `
    :host {
      display: block;
    }
    canvas {
      display: block;
      width: min(100%, 720px);
      aspect-ratio: 1;
      margin: 0 auto;
      border-radius: var(--radius);
      touch-action: manipulation;
    }
    canvas:focus-visible {
      outline: 2px solid var(--focus);
      outline-offset: 2px;
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class SwarmComponent {
  readonly picture = input.required<SwarmPicture>();
  readonly trails = input<readonly SwarmTrail[]>([]);
  readonly pointers = input<SwarmPointers | null>(null);
  readonly selected = input<number | null>(null);
  readonly selectedChange = output<number | null>();
  /** The number of frames of the last second that showed a change. */
  readonly frames = output<number>();

  private readonly canvas = viewChild.required<ElementRef<HTMLCanvasElement>>('canvas');
  protected readonly width = signal(0);
  protected readonly size = computed(() => Math.max(200, Math.min(SIZE_MAX_PX, this.width())));
  protected readonly summary = computed(() => {
    const { numbers } = this.picture();
    const chosen = this.selected() === null ? '' : ` n${this.selected()} is selected.`;
    return `Ring of ${count(numbers.length, 'node')}. Arrow keys walk clockwise and back.${chosen}`;
  });
  private readonly painter = new SwarmPainter(() => document.createElement('canvas'));
  private readonly appearance = inject(Appearance);
  private palette: Palette | null = null;
  private paletteVersion = -1;
  private request = 0;
  private painted = 0;
  private countedAtMs = 0;

  constructor() {
    effect(() => {
      this.picture();
      this.trails();
      this.pointers();
      this.selected();
      this.size();
      this.appearance.version();
      if (this.request === 0) this.request = requestAnimationFrame((nowMs) => this.paint(nowMs));
    });
    inject(DestroyRef).onDestroy(() => cancelAnimationFrame(this.request));
  }

  private paint(nowMs: number): void {
    this.request = 0;
    const canvas = this.canvas().nativeElement;
    const size = this.size();
    const scale = globalThis.devicePixelRatio || 1;
    if (canvas.width !== Math.round(size * scale)) {
      canvas.width = Math.round(size * scale);
      canvas.height = canvas.width;
    }
    const context = canvas.getContext('2d');
    if (!context) return;
    context.setTransform(scale, 0, 0, scale, (size * scale) / 2, (size * scale) / 2);
    const version = this.appearance.version();
    if (!this.palette || version !== this.paletteVersion) {
      this.palette = paletteOf(canvas);
      this.paletteVersion = version;
    }
    const scene = {
      picture: this.picture(),
      trails: this.trails(),
      pointers: this.pointers(),
      selected: this.selected(),
    };
    this.painter.paint(context, scene, { size, scale, palette: this.palette });
    this.countFrame(nowMs);
  }

  private countFrame(nowMs: number): void {
    this.painted += 1;
    if (nowMs - this.countedAtMs < 1_000) return;
    this.frames.emit(Math.round((this.painted * 1_000) / (nowMs - this.countedAtMs)));
    this.painted = 0;
    this.countedAtMs = nowMs;
  }

  protected onClick(event: MouseEvent): void {
    const box = this.canvas().nativeElement.getBoundingClientRect();
    const point = {
      x: event.clientX - box.left - box.width / 2,
      y: event.clientY - box.top - box.height / 2,
    };
    this.selectedChange.emit(nodeNear(this.picture(), point, this.size()));
  }

  protected onKey(event: KeyboardEvent): void {
    if (event.key === 'Escape') this.selectedChange.emit(null);
    const step = stepOf(event.key);
    if (!step) return;
    const { numbers, turns } = this.picture();
    const inOrder = Array.from(numbers, (number, place) => ({ number, turn: turns[place] ?? 0 }));
    inOrder.sort((a, b) => a.turn - b.turn);
    const at = inOrder.findIndex(({ number }) => number === this.selected());
    this.selectedChange.emit(inOrder[walk(at, step, inOrder.length)]?.number ?? null);
    event.preventDefault();
  }
}

/** The colour tokens depend on the theme; only a computed property of an element has the present value. */
function paletteOf(element: HTMLElement): Palette {
  const read = (token: string): string => {
    element.style.caretColor = `var(--${token})`;
    return getComputedStyle(element).caretColor;
  };
  return {
    ink: read('ink'),
    muted: read('muted'),
    track: read('track'),
    well: read('well'),
    coming: read('coming'),
    going: read('going'),
    lost: read('lost'),
    hop: read('hop'),
    finger: read('finger'),
    successor: read('successor'),
    key: read('key'),
    surface: read('surface'),
  };
}
