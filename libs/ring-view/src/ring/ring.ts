// A ring with pointer, keyboard and selection. The picture itself is ringScene().
import {
  ChangeDetectionStrategy,
  Component,
  computed,
  inject,
  input,
  linkedSignal,
  output,
  signal,
  viewChild,
} from '@angular/core';
import type { ElementRef } from '@angular/core';
import { interpolateCividis } from 'd3';
import { stepOf, walk } from '../geometry/walk';
import type { PlacedKey, RingMember, UnreadArc } from '../model/model';
import { BAND_PX, ringScene, ringShapes } from '../scene/ring-scene';
import { stateOf } from '../scene/marks';
import { stageFor } from '../scene/stage';
import { ticksOf } from '../scene/ticks';
import { SizeDirective } from '../size/size.directive';
import { age, bytes, count, percent } from '../text/numbers';
import { UniqueIds } from '../text/unique-ids';

const WIDTH_PX = 720;

/** Draws the ring as its members report it. Data in, events out. */
@Component({
  selector: 'chord-ring',
  imports: [SizeDirective],
  templateUrl: './ring.html',
  styleUrl: './ring.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class RingComponent {
  /** Clockwise. */
  readonly members = input.required<readonly RingMember[]>();
  readonly bits = input(160);
  /** The address of the selected member. */
  readonly selected = input<string | null>(null);
  readonly key = input<PlacedKey | null>(null);
  readonly keyOwner = input<string | null>(null);
  /** The addresses in violations of invariants. */
  readonly suspects = input<readonly string[]>([]);
  /** Stretches whose keys cannot be read. */
  readonly unread = input<readonly UnreadArc[]>([]);
  /** If given, members that are not in it are faded. */
  readonly matched = input<readonly string[] | null>(null);
  /** Colours each arc by the density of its keys. */
  readonly heat = input(false);
  /** True when the data is old: the picture turns grey. */
  readonly stale = input(false);

  readonly selectedChange = output<string | null>();
  /** Emitted when the person requests the search (`/`) or the help (`?`). */
  readonly searchAsked = output();
  readonly helpAsked = output();

  protected readonly uid = inject(UniqueIds).next('ring');
  protected readonly band = BAND_PX;
  protected readonly width = signal(WIDTH_PX);
  /** Shows the person's choice at once, before the host component has updated its input. */
  protected readonly chosen = linkedSignal(this.selected);
  protected readonly hovered = signal<string | null>(null);
  protected readonly focused = signal<string | null>(null);
  protected readonly fingersShown = signal(true);
  private readonly ring = viewChild.required<ElementRef<SVGSVGElement>>('ring');

  protected readonly stage = computed(() =>
    stageFor(
      this.width(),
      this.members().map(({ node }) => node),
    ),
  );
  private readonly drawn = computed(() => ({
    members: this.members(),
    stage: this.stage(),
    suspects: this.suspects(),
    unread: this.unread(),
    matched: this.matched(),
  }));
  private readonly shapes = computed(() => ringShapes(this.drawn()));
  protected readonly scene = computed(() =>
    ringScene(
      {
        ...this.drawn(),
        selected: this.chosen(),
        fingersShown: this.fingersShown(),
        key: this.key(),
        keyOwner: this.keyOwner(),
      },
      this.shapes(),
    ),
  );
  /**
   * Drawn a second time above their neighbours, which may cover them: a silent node, and the selected one on top. The
   * order for screen readers stays clockwise.
   */
  protected readonly raised = computed(() => {
    const { nodes } = this.scene();
    const where = (isWanted: (node: (typeof nodes)[number]) => boolean): number[] =>
      nodes.flatMap((node, index) => (isWanted(node) ? [index] : []));
    return [
      ...where(({ tone, selected }) => tone === 'lost' && !selected),
      ...where(({ selected }) => selected),
    ];
  });
  protected heatOf(density: number | null): string | null {
    return this.heat() && density !== null ? interpolateCividis(density) : null;
  }

  protected readonly viewBox = computed(() => {
    const { width, height } = this.stage();
    return `${-width / 2} ${-height / 2} ${width} ${height}`;
  });
  protected readonly ticks = computed(() => ticksOf(this.stage().radius, this.bits()));
  protected readonly selectedMember = computed(() => this.memberAt(this.chosen()));
  protected readonly active = computed(() => this.memberAt(this.hovered() ?? this.focused()));
  protected readonly activeId = computed(() => {
    const index = this.indexOf(this.focused());
    return index < 0 ? null : `${this.uid}-${index}`;
  });
  private readonly present = computed(
    () => this.members().filter(({ state }) => state !== 'lost').length,
  );
  protected readonly centre = computed(() =>
    this.selectedMember() ? null : [count(this.present(), 'node'), `${this.bits()}-bit ids`],
  );
  protected readonly summary = computed(
    () =>
      `Ring of ${count(this.present(), 'node')}, clockwise by id. Arrow keys walk, Enter selects.`,
  );
  protected readonly readout = computed(() => {
    const member = this.active();
    return member ? readoutOf(member) : '';
  });

  /** Moves the keyboard focus to the ring. */
  focus(): void {
    this.ring().nativeElement.focus();
  }

  protected onFocus(): void {
    this.focused.set(this.chosen() ?? this.focused() ?? this.members()[0]?.node.address ?? null);
  }

  protected onPoint(event: Event): void {
    this.hovered.set(addressUnder(event));
  }

  protected onClick(event: Event): void {
    const address = addressUnder(event);
    if (address !== null) this.focused.set(address);
    this.choose(address);
  }

  protected onKey(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const step = stepOf(event.key);
    if (step) {
      const next = walk(this.indexOf(this.focused()), step, this.members().length);
      this.focused.set(this.members()[next]?.node.address ?? null);
    } else if (event.key === 'Enter' || event.key === ' ') this.choose(this.focused());
    else if (event.key === 'Escape') this.choose(null);
    else if (event.key === 'f') this.fingersShown.update((shown) => !shown);
    else if (event.key === '/') this.searchAsked.emit();
    else if (event.key === '?') this.helpAsked.emit();
    else return;
    event.preventDefault();
  }

  /** Selecting the selected member again deselects it. */
  private choose(address: string | null): void {
    const before = this.chosen();
    const next = address === before ? null : address;
    this.chosen.set(next);
    if (next !== before || next !== this.selected()) this.selectedChange.emit(next);
  }

  private memberAt(address: string | null): RingMember | undefined {
    return this.members().find(({ node }) => node.address === address);
  }

  private indexOf(address: string | null): number {
    return this.members().findIndex(({ node }) => node.address === address);
  }
}

function addressUnder(event: Event): string | null {
  const target = event.target instanceof Element ? event.target.closest('[data-address]') : null;
  return target?.getAttribute('data-address') ?? null;
}

function readoutOf(member: RingMember): string {
  const parts = [`id ${member.node.printedId}`, stateOf(member)];
  if (member.state === 'lost') return parts.join(' · ');
  if (member.share !== null) parts.push(`owns ${percent(member.share)}`);
  if (member.keys !== null) parts.push(count(member.keys, 'key') + sizeOf(member));
  parts.push(`read ${age(member.ageMs)}`);
  return parts.join(' · ');
}

const sizeOf = ({ ownBytes: size }: RingMember): string =>
  size === null ? '' : ` (${bytes(size)})`;
