// The ring as a table: the text alternative of the picture.
import { ChangeDetectionStrategy, Component, computed, input, output } from '@angular/core';
import type { RingMember } from '../model/model';
import { isTurned, markPath, stateOf, toneOf, type Tone } from '../scene/marks';
import { bytes, count, grouped, percent } from '../text/numbers';

const MARK_PX = 5;

@Component({
  selector: 'chord-ring-table',
  templateUrl: './ring-table.html',
  styleUrl: './ring-table.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class RingTableComponent {
  readonly members = input.required<readonly RingMember[]>();
  readonly selected = input<string | null>(null);
  readonly selectedChange = output<string | null>();

  /** Computed once for each ring, and not for every selection. */
  protected readonly rows = computed(() => this.members().map(rowOf));

  /** The sum over the members that answer. */
  protected readonly total = computed(() => {
    const sum = (of: (member: RingMember) => number | null): number =>
      this.members().reduce((all, member) => all + (of(member) ?? 0), 0);
    return {
      state: count(this.members().filter(({ keys }) => keys !== null).length, 'answer'),
      share: percent(
        Math.min(
          1,
          sum(({ share }) => share),
        ),
      ),
      keys: grouped(sum(({ keys }) => keys)),
      ownBytes: sum(({ ownBytes }) => ownBytes),
      copies: grouped(sum(({ copies }) => copies)),
      bytes: sum(({ bytes: all }) => all),
    };
  });

  protected toggle(address: string): void {
    this.selectedChange.emit(address === this.selected() ? null : address);
  }

  protected readonly size = sizeWords;
}

interface Row {
  readonly address: string;
  readonly self: boolean;
  readonly id: string;
  readonly tone: Tone;
  readonly mark: string;
  readonly isTurned: boolean;
  readonly state: string;
  readonly share: string;
  readonly keys: string;
  readonly ownBytes: string;
  readonly copies: string;
  readonly bytes: string;
  readonly predecessor: string;
  readonly successor: string;
}

function rowOf(member: RingMember): Row {
  const { node, self, state, share, keys, ownBytes, copies, predecessor, successors } = member;
  return {
    address: node.address,
    self,
    id: node.printedId,
    tone: toneOf(state),
    mark: markPath(state, MARK_PX),
    isTurned: isTurned(state),
    state: stateOf(member),
    share: share === null ? '–' : percent(share),
    keys: keys === null ? '–' : grouped(keys),
    ownBytes: sizeWords(ownBytes),
    copies: copies === null ? '–' : grouped(copies),
    bytes: sizeWords(member.bytes),
    predecessor: predecessor?.address ?? '–',
    successor: successors[0]?.address ?? '–',
  };
}

function sizeWords(size: number | null): string {
  return size === null ? '–' : bytes(size);
}
