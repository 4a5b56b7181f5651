// The report of one member: its place, its pointers, its store.
import { ChangeDetectionStrategy, Component, computed, input, output } from '@angular/core';
import { apiPath } from '@chord-dht/api-client';
import {
  type RingMember,
  age,
  bytes,
  count,
  fingerWords,
  percent,
  stateOf,
} from '@chord-dht/ring-view';
import { startCommand } from '../../text/start-command';
import { CurlBox } from '../../ui/curl-box';

@Component({
  selector: 'app-member-panel',
  imports: [CurlBox],
  templateUrl: './member-panel.html',
  styleUrl: './member-panel.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class MemberPanel {
  readonly member = input.required<RingMember>();
  /** Emitted when another member was selected, or none. */
  readonly chosen = output<string | null>();

  protected readonly fingerName = fingerWords;
  protected readonly state = computed(() => stateOf(this.member()));
  protected readonly isLost = computed(() => this.member().state === 'lost');
  protected readonly startAgain = computed(() => startCommand(this.member().node.address));
  protected readonly facts = computed(() => {
    const { share, keys, ownBytes, copies, bytes: all, ageMs } = this.member();
    return [
      { name: 'Owns', value: share === null ? 'unknown' : `${percent(share)} of the ring` },
      { name: 'Keys owned', value: keysWords(keys, ownBytes) },
      { name: 'All copies', value: keysWords(copies, all) },
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

const keysWords = (keys: number | null, size: number | null): string =>
  keys === null ? 'unknown' : count(keys, 'key') + (size === null ? '' : `, ${bytes(size)}`);
