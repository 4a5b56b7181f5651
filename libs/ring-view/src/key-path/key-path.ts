// A key's path as a whole, step by step, or played. The picture itself is pathScene().
import {
  ChangeDetectionStrategy,
  Component,
  DestroyRef,
  computed,
  inject,
  input,
  linkedSignal,
  output,
  signal,
} from '@angular/core';
import { along } from '../geometry/curves';
import { tenth } from '../geometry/turns';
import type { KeyPath, RingMember } from '../model/model';
import { pathScene, withVisited, type SceneHop } from '../scene/path-scene';
import { BAND_PX } from '../scene/ring-scene';
import { stageFor } from '../scene/stage';
import { SizeDirective } from '../size/size.directive';
import { explain, hopWords, pathWords } from '../text/hop-words';
import { consideredFingers } from '../scene/considered';
import { UniqueIds } from '../text/unique-ids';
import { Motion } from './motion';
import { Player } from './player';

const WIDTH_PX = 720;

/** Draws a lookup as directed curves in their order. Data in, events out. */
@Component({
  selector: 'chord-key-path',
  imports: [SizeDirective],
  templateUrl: './key-path.html',
  styleUrls: ['../ring/ring.css', './key-path.css'],
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class KeyPathComponent {
  readonly path = input.required<KeyPath>();
  readonly members = input.required<readonly RingMember[]>();
  /** The number of hops shown as done; null shows the whole path. */
  readonly step = input<number | null>(null);
  readonly stale = input(false);

  readonly stepChange = output<number | null>();

  protected readonly uid = inject(UniqueIds).next('path');
  protected readonly band = BAND_PX;
  protected readonly width = signal(WIDTH_PX);
  protected readonly reducedMotion = inject(Motion).reduced;
  protected readonly player = new Player();

  private readonly all = computed(() => withVisited(this.members(), this.path()));
  protected readonly stage = computed(() =>
    stageFor(
      this.width(),
      this.all().map(({ node }) => node),
    ),
  );
  protected readonly scene = computed(() => pathScene(this.path(), this.all(), this.stage()));
  protected readonly viewBox = computed(() => {
    const { width, height } = this.stage();
    return `${-width / 2} ${-height / 2} ${width} ${height}`;
  });
  protected readonly last = computed(() => this.path().hops.length);
  /** Set by the input and by the person, whichever came last. */
  protected readonly done = linkedSignal(() =>
    Math.min(Math.max(this.step() ?? this.last(), 0), this.last()),
  );
  /** The point that moves along the current hop. */
  protected readonly traveller = computed(() => {
    const position = this.player.position();
    const hop = position === null ? undefined : this.scene().hops[Math.floor(position)];
    if (position === null || !hop) return null;
    const { x, y } = along(hop.curve, position % 1);
    return { x: tenth(x), y: tenth(y) };
  });
  protected readonly words = computed(() => pathWords(this.path()));
  protected readonly caption = computed(() => {
    if (
      this.last() === 0 ||
      (!this.player.playing() && this.step() === null && this.done() === this.last())
    )
      return this.words();
    const position = this.player.position();
    // The text follows the moving point.
    const hop = this.path().hops[position === null ? this.done() - 1 : Math.floor(position)];
    return hop
      ? `${hopWords(hop)}: ${explain(hop, this.path())}.`
      : `Start: ${this.path().start.address} is asked for the key.`;
  });

  /** The fingers that the node which asks next can choose from. */
  protected readonly considered = computed(() => {
    const hop = this.path().hops[Math.min(this.done(), this.last() - 1)];
    const isWhole = this.done() === this.last() && this.step() === null && !this.player.playing();
    if (!hop || isWhole) return [];
    const at = this.done() === this.last() ? (this.path().hops[this.last() - 1] ?? hop) : hop;
    const member = this.all().find(({ node }) => node.id === at.from.id);
    return member ? consideredFingers(member, this.path().keyId.position, this.stage()) : [];
  });

  constructor() {
    inject(DestroyRef).onDestroy(() => this.player.pause());
  }

  protected look({ number }: SceneHop, index: number): 'done' | 'now' | 'later' {
    if (index < this.done()) return 'done';
    return this.player.playing() && number === this.done() + 1 ? 'now' : 'later';
  }

  protected toggle(): void {
    if (this.player.playing()) {
      this.player.pause();
      this.stepChange.emit(this.done());
      return;
    }
    const from = this.done() >= this.last() ? 0 : this.done();
    this.done.set(from);
    this.player.play(from, this.last(), (step) => {
      this.done.set(step);
      if (step === this.last()) this.stepChange.emit(null);
    });
  }

  protected go(step: number): void {
    this.player.pause();
    const next = Math.min(Math.max(step, 0), this.last());
    this.done.set(next);
    this.stepChange.emit(next);
  }

  protected scrub(event: Event): void {
    this.go((event.target as HTMLInputElement).valueAsNumber);
  }
}
