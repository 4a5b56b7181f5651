// The guided tour: six runs of the playground, each with its explanation and its expected outcome.
import {
  ChangeDetectionStrategy,
  Component,
  computed,
  effect,
  inject,
  input,
  linkedSignal,
  numberAttribute,
  signal,
  untracked,
} from '@angular/core';
import { DecimalPipe } from '@angular/common';
import { Router, RouterLink } from '@angular/router';
import { SwarmComponent } from '@chord-dht/ring-view';
import { TOUR } from '@chord-dht/simulator';
import { Sign } from '../../ui/sign';
import { LampList } from '../playground/lamp-list';
import { WorldLink } from '../playground/world-link';

@Component({
  selector: 'app-tour-page',
  imports: [DecimalPipe, LampList, RouterLink, Sign, SwarmComponent],
  providers: [WorldLink],
  templateUrl: './tour-page.html',
  styleUrls: ['../playground/playground-page.css', './tour-page.css'],
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class TourPage {
  /** `?step=`: from 1. */
  readonly step = input(1, { transform: (value: unknown) => numberAttribute(value, 1) });

  private readonly router = inject(Router);
  protected readonly world = inject(WorldLink);
  protected readonly steps = TOUR;
  protected readonly index = computed(() =>
    Math.min(TOUR.length - 1, Math.max(0, Math.floor(this.step()) - 1)),
  );
  protected readonly now = computed(() => TOUR[this.index()] as (typeof TOUR)[number]);
  protected readonly frame = this.world.frame;
  protected readonly selected = linkedSignal(() => this.now().select);
  /** Expectations that were met once in this step stay ticked. */
  protected readonly ticked = signal<readonly boolean[]>([]);
  protected readonly goals = computed(() =>
    this.now().expect.map(({ words }, at) => ({ words, done: this.ticked()[at] ?? false })),
  );
  protected readonly allDone = computed(() => this.goals().every(({ done }) => done));

  constructor() {
    effect(() => {
      this.now();
      untracked(() => this.again());
    });
    effect(() => this.world.say({ say: 'select', node: this.selected() }));
    effect(() => {
      const met = this.world.met();
      untracked(() =>
        this.ticked.update((before) =>
          this.now().expect.map((_, at) => (before[at] ?? false) || (met[at] ?? false)),
        ),
      );
    });
  }

  protected again(): void {
    const { run, speed, expect } = this.now();
    this.ticked.set([]);
    this.world.open(run);
    this.world.say({ say: 'watch', expectations: expect });
    this.world.say({ say: 'play', speed });
  }

  protected toggle(): void {
    if (this.world.isPlaying()) this.world.say({ say: 'pause' });
    else this.world.say({ say: 'play', speed: this.now().speed });
  }

  protected go(step: number): void {
    void this.router.navigate([], { queryParams: { step } });
  }
}
