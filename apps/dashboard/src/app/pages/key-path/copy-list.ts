// The copies of one key side by side: their content, their differences, and since when they differ.
import { httpResource } from '@angular/common/http';
import {
  ChangeDetectionStrategy,
  Component,
  computed,
  effect,
  inject,
  input,
  untracked,
} from '@angular/core';
import { type KeyReplicasDto, type ReplicaDto, apiPath } from '@chord-dht/api-client';
import { age, bytes, cut } from '@chord-dht/ring-view';
import { Clock } from '../../data/clock';
import { lastGood } from '../../data/last-good';
import { KeyChanges } from '../../data/live/key-changes';
import { problemOf } from '../../data/problem';
import { behindWords, copiesSentence, copyState, isOdd } from '../../text/copy-words';
import { lifeWords } from '../../text/life';
import { CurlBox } from '../../ui/curl-box';
import { ProblemNote } from '../../ui/problem-note';
import { Sign } from '../../ui/sign';

const VERSION_LENGTH = 20;
/**
 * In milliseconds: a copy that is updated causes no event here, so copies that differ are compared again at intervals.
 */
const AGAIN_MS = 2_000;
const COPIES = 3;

@Component({
  selector: 'app-copy-list',
  imports: [CurlBox, ProblemNote, Sign],
  templateUrl: './copy-list.html',
  styleUrl: './copy-list.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class CopyList {
  readonly key = input.required<string>();
  /** Changes when other nodes may be the home replicas. */
  readonly shape = input('');

  private readonly clock = inject(Clock);
  private readonly path = computed(() =>
    apiPath('/api/v1/keys/{key}/replicas', { key: this.key() }),
  );
  private readonly resource = httpResource<KeyReplicasDto>(() => this.path());
  private readonly read = lastGood(this.resource, this.path);

  protected readonly places = Array.from({ length: COPIES }, (_, place) => place);
  protected readonly call = computed(() => ({ url: this.path() }));
  protected readonly problem = computed(() => {
    const error = this.resource.error();
    return error ? problemOf(error) : null;
  });
  protected readonly sentence = computed(() => {
    const told = this.read();
    return told ? copiesSentence(told) : '';
  });
  protected readonly agrees = computed(() => this.read()?.agree ?? true);
  protected readonly copies = computed(() => {
    const told = this.read();
    return told?.replicas.map((replica) => this.copyOf(replica, told.newest)) ?? null;
  });

  constructor() {
    let known = '';
    effect(() => {
      const shape = this.shape();
      if (known !== '' && shape !== known) untracked(() => this.reload());
      known = shape;
    });
    inject(KeyChanges).follow(() => this.key(), {
      changed: (changes) => {
        if (changes.some(({ key }) => key === this.key())) this.reload();
      },
      again: () => this.reload(),
    });
    effect((onCleanup) => {
      if (this.agrees()) return;
      const timer = setInterval(() => {
        if (!document.hidden) this.reload();
      }, AGAIN_MS);
      onCleanup(() => clearInterval(timer));
    });
  }

  protected reload(): void {
    this.resource.reload();
  }

  private copyOf(replica: ReplicaDto, newest: string | null) {
    const { node, version, modifiedAt, expiresAt, contentType, code } = replica;
    const nowMs = this.clock.nodeNow();
    return {
      address: node.address,
      odd: isOdd(replica),
      state: copyState(replica) + (code === null ? '' : ` (${code})`),
      behind: behindWords(replica, nowMs),
      version,
      shortVersion: version && cut(version, VERSION_LENGTH),
      newest: version !== null && version === newest,
      written: modifiedAt && age(nowMs - Date.parse(modifiedAt)),
      size: replica.bytes === null ? null : bytes(replica.bytes),
      contentType: replica.state === 'removed' ? null : contentType,
      life: lifeWords(expiresAt, nowMs),
    };
  }
}
