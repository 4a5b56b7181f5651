// The playground: a ring in virtual time that runs the protocol and store code of a node.
import {
  ChangeDetectionStrategy,
  Component,
  computed,
  effect,
  inject,
  linkedSignal,
  signal,
  untracked,
} from '@angular/core';
import { DecimalPipe } from '@angular/common';
import { ActivatedRoute, RouterLink } from '@angular/router';
import { SwarmComponent, count } from '@chord-dht/ring-view';
import type { Deed, NodeDeed } from '@chord-dht/simulator';
import { toSignal } from '@angular/core/rxjs-interop';
import { LampList } from './lamp-list';
import { NodeNote } from './node-note';
import { WorldLink } from './world-link';

const SPEEDS = [0.1, 0.25, 0.5, 1, 2, 5, 10] as const;
const SIZES = [8, 32, 100, 300, 1_000] as const;
const SHARE_TO_CRASH = 0.1;
const DEAD = 4;
const ASLEEP = 3;
const FIRST = 'seed=1&nodes=8';

@Component({
  selector: 'app-playground-page',
  imports: [DecimalPipe, LampList, NodeNote, RouterLink, SwarmComponent],
  providers: [WorldLink],
  templateUrl: './playground-page.html',
  styleUrl: './playground-page.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class PlaygroundPage {
  protected readonly world = inject(WorldLink);
  private readonly fragment = toSignal(inject(ActivatedRoute).fragment);

  protected readonly speeds = SPEEDS;
  protected readonly frame = this.world.frame;
  protected readonly selected = signal<number | null>(null);
  protected readonly wantedSpeed = signal(1);
  protected readonly frames = signal(0);
  protected readonly key = signal('hello');
  protected readonly value = signal('world');
  protected readonly seed = signal(1);
  protected readonly size = signal<number>(8);
  /** The offered sizes, and that of the present run. */
  protected readonly sizes = computed(() =>
    [...new Set([...SIZES, this.size()])].sort((a, b) => a - b),
  );
  protected readonly copied = linkedSignal({ source: this.world.run, computation: () => false });
  protected readonly link = computed(
    () => `${location.origin}${location.pathname}#${this.world.run()}`,
  );
  /** The state for text and figures. */
  protected readonly told = this.world.told;
  protected readonly state = computed(() => {
    const { numbers, states } = this.told()?.picture ?? { numbers: [], states: [] };
    const at = Array.from(numbers).indexOf(this.selected() ?? -1);
    return at < 0 ? null : (states[at] ?? null);
  });
  protected readonly isDead = computed(() => this.state() === DEAD);
  protected readonly isAsleep = computed(() => this.state() === ASLEEP);
  protected readonly alive = computed(() => {
    const picture = this.told()?.picture;
    return picture
      ? Array.from(picture.numbers).filter((_, at) => picture.states[at] !== DEAD)
      : [];
  });
  protected readonly summary = computed(() => {
    const picture = this.told()?.picture;
    if (!picture) return 'The world is being made.';
    const dead = picture.numbers.length - this.alive().length;
    return `${count(this.alive().length, 'node')}${dead > 0 ? `, ${dead} dead` : ''}; ${count(picture.events, 'event')}, ${count(picture.messages, 'message')}, history ${picture.hash}.`;
  });

  constructor() {
    effect(() => {
      const run = this.fragment() || FIRST;
      untracked(() => this.open(run));
    });
    effect(() => this.world.say({ say: 'select', node: this.selected() }));
  }

  protected open(run: string): void {
    this.selected.set(null);
    this.seed.set(numberIn(run, 'seed') ?? this.seed());
    this.size.set(numberIn(run, 'nodes') ?? this.size());
    this.world.open(run);
    if (!/(^|&)at=/.test(run)) this.play();
  }

  protected begin(event: Event): void {
    event.preventDefault();
    this.open(`seed=${this.seed()}&nodes=${this.size()}`);
  }

  protected toggle(): void {
    if (this.world.isPlaying()) this.world.say({ say: 'pause' });
    else this.play();
  }

  protected play(): void {
    this.world.backAt.set(null);
    this.world.say({ say: 'play', speed: this.wantedSpeed() });
  }

  protected step(): void {
    this.world.backAt.set(null);
    this.world.say({ say: 'step' });
  }

  protected setSpeed(event: Event): void {
    this.wantedSpeed.set(Number((event.target as HTMLSelectElement).value));
    if (this.world.isPlaying()) this.play();
  }

  protected scrub(event: Event): void {
    const at = (event.target as HTMLInputElement).valueAsNumber;
    this.world.say({ say: 'pause' });
    this.world.backAt.set(at >= this.world.history() - 1 ? null : at);
  }

  protected doToSelected(what: NodeDeed): void {
    const node = this.selected();
    if (node !== null) this.world.act({ do: what, nodes: [node] });
  }

  protected slowDown(extraMs: number): void {
    const node = this.selected();
    if (node !== null) this.world.act({ do: 'slow', node, extraMs });
  }

  protected add(): void {
    const numbers = this.world.now()?.picture.numbers ?? [];
    const next = Array.from(numbers).reduce((most, number) => Math.max(most, number), 0) + 1;
    this.world.act({ do: 'add', nodes: [next] });
    this.selected.set(next);
  }

  /** Crashes one in ten at once; the page draws them at random, and the link names them. */
  protected crashMany(): void {
    const alive = [...this.alive()];
    const nodes: number[] = [];
    const wanted = Math.max(1, Math.round(alive.length * SHARE_TO_CRASH));
    while (nodes.length < wanted && alive.length > 1)
      nodes.push(...alive.splice(Math.floor(Math.random() * alive.length), 1));
    if (nodes.length > 0) this.world.act({ do: 'crash', nodes });
  }

  protected cut(): void {
    const node = this.selected() ?? this.alive()[0];
    if (node !== undefined) this.world.act({ do: 'cut', node });
  }

  protected heal(): void {
    this.world.act({ do: 'heal' });
  }

  /** Acts from the selected node, or the first live one. */
  protected ask(what: 'put' | 'get' | 'lookup'): void {
    const node = this.selected() ?? this.alive()[0];
    const key = this.key();
    if (node === undefined || key === '') return;
    const deed: Deed =
      what === 'put' ? { do: what, node, key, value: this.value() } : { do: what, node, key };
    this.world.act(deed);
  }

  protected setText(target: 'key' | 'value', event: Event): void {
    this[target].set((event.target as HTMLInputElement).value);
  }

  protected setNumber(target: 'seed' | 'size', event: Event): void {
    const number = Number((event.target as HTMLInputElement).value);
    if (Number.isFinite(number) && number >= 0) this[target].set(Math.floor(number));
  }

  protected choose(event: Event): void {
    const number = (event.target as HTMLInputElement).valueAsNumber;
    this.selected.set(Number.isFinite(number) ? number : null);
  }

  protected async copy(field: HTMLInputElement): Promise<void> {
    try {
      await navigator.clipboard.writeText(this.link());
      this.copied.set(true);
    } catch {
      field.select();
    }
  }
}

/** A number in the text of a run, for the form; the world decides whether the run is valid. */
function numberIn(run: string, name: string): number | null {
  const [, digits] = new RegExp(`(?:^|&)${name}=(\\d{1,9})(?:&|$)`).exec(run) ?? [];
  return digits === undefined ? null : Number(digits);
}
