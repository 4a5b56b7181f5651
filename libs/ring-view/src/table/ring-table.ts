// Knows the ring as a table: the twin of the picture, for those who read rather than look.
import { ChangeDetectionStrategy, Component, input, output } from '@angular/core';
import type { RingMember } from '../model';
import { isTurned, markPath, toneOf, wordsOf, type Tone } from '../scene/marks';
import { bytes, percent } from '../text/numbers';

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

  protected size({ bytes: size }: RingMember): string {
    return size === null ? '–' : bytes(size);
  }
}
