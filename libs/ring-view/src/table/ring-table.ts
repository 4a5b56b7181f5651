// Knows the ring as a table: the twin of the picture, for those who read rather than look.
import { ChangeDetectionStrategy, Component, computed, input, output } from '@angular/core';
import type { RingMember } from '../model';
import { isTurned, markPath, toneOf, wordsOf, type Tone } from '../scene/marks';
import { bytes, count, percent } from '../text/numbers';

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

  protected readonly stateWords = wordsOf;
  protected readonly isTurned = isTurned;

  protected toggle({ node }: RingMember): void {
    this.selectedChange.emit(node.address === this.selected() ? null : node.address);
  }

  protected tone({ state }: RingMember): Tone {
    return toneOf(state);
  }

  protected mark({ state }: RingMember): string {
    return markPath(state, 5);
  }

  protected share({ share }: RingMember): string {
    return share === null ? '–' : percent(share);
  }

  /** Of what those say that answer. */
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
      keys: sum(({ keys }) => keys),
      ownBytes: sum(({ ownBytes }) => ownBytes),
      copies: sum(({ copies }) => copies),
      bytes: sum(({ bytes: all }) => all),
    };
  });

  protected size(size: number | null): string {
    return size === null ? '–' : bytes(size);
  }
}
