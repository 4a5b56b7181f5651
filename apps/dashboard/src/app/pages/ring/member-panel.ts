// Knows what one member says of itself: its place, its pointers, its store.
import { ChangeDetectionStrategy, Component, computed, input, output } from '@angular/core';
import { type MemberDto, apiPath } from '@chord-dht/api-client';
import { age, bytes, count, fingerWords, percent, wordsOf } from '@chord-dht/ring-view';
import { CurlBox } from '../../ui/curl-box';

@Component({
  selector: 'app-member-panel',
  imports: [CurlBox],
  templateUrl: './member-panel.html',
  styleUrl: './member-panel.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class MemberPanel {
  readonly member = input.required<MemberDto>();
  /** Another member was chosen, or none. */
  readonly chosen = output<string | null>();

  protected readonly fingerName = fingerWords;
  protected readonly state = computed(() => wordsOf(this.member().state));
  protected readonly facts = computed(() => {
    const { share, keys, bytes: size, ageMs } = this.member();
    return [
      { name: 'Owns', value: share === null ? 'unknown' : `${percent(share)} of the ring` },
      {
        name: 'Keys',
        value:
          keys === null
            ? 'unknown'
            : count(keys, 'key') + (size === null ? '' : `, ${bytes(size)}`),
      },
      { name: 'Read', value: age(ageMs) },
    ];
  });
  protected readonly call = computed(() => ({
    url: apiPath('/api/v1/nodes/{id}', { id: this.member().node.id }),
  }));

  protected ageOf(ageMs: number | null): string {
    return ageMs === null ? 'not yet' : age(ageMs);
  }
}
