// The page of one key: the path of a lookup to its owner from any node, and the stored value.
import { httpResource } from '@angular/common/http';
import {
  ChangeDetectionStrategy,
  Component,
  computed,
  effect,
  inject,
  input,
  numberAttribute,
  untracked,
} from '@angular/core';
import { Router } from '@angular/router';
import { type LookupDto, apiPath } from '@chord-dht/api-client';
import {
  HopListComponent,
  HopMeasureComponent,
  KeyPathComponent,
  RingSkeleton,
  duration,
  visible,
} from '@chord-dht/ring-view';
import { lastGood } from '../../data/last-good';
import { KeyChanges } from '../../data/live/key-changes';
import { problemOf } from '../../data/problem';
import { RingData } from '../../data/ring-data';
import { CurlBox } from '../../ui/curl-box';
import { ProblemNote } from '../../ui/problem-note';
import { ValuePanel } from '../../value/value-panel';
import { CopyList } from './copy-list';

@Component({
  selector: 'app-key-path-page',
  imports: [
    CopyList,
    CurlBox,
    HopListComponent,
    HopMeasureComponent,
    KeyPathComponent,
    ProblemNote,
    RingSkeleton,
    ValuePanel,
  ],
  templateUrl: './key-path-page.html',
  styleUrl: './key-path-page.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class KeyPathPage {
  readonly key = input.required<string>();
  /** `?from=`: the address of the node at which the lookup starts. */
  readonly from = input<string>();
  /** `?step=`: the number of hops shown as done. */
  readonly step = input(null, { transform: stepOf });

  private readonly router = inject(Router);
  private readonly data = inject(RingData);

  private readonly path = computed(() =>
    apiPath('/api/v1/lookups/{key}', { key: this.key() }, { from: this.from() }),
  );
  private readonly lookup = httpResource<LookupDto>(() => this.path());
  protected readonly found = lastGood(this.lookup, this.path);
  protected readonly problem = computed(() => {
    const error = this.lookup.error();
    return error ? problemOf(error) : null;
  });
  protected readonly shownKey = computed(() => visible(this.key()));
  protected readonly members = computed(() => this.data.ring()?.members ?? []);
  /** True when every successor list names the whole ring: fingers are not needed then. */
  protected readonly knowsAll = computed(() => {
    const members = this.members();
    return (
      members.length > 1 &&
      members.every(({ successors }) => successors.length >= members.length - 1)
    );
  });
  protected readonly self = computed(() => this.data.ring()?.self.address);
  protected readonly start = computed(
    () => this.from() ?? this.found()?.start.address ?? this.self() ?? '',
  );
  protected readonly starts = computed(() => {
    const addresses = this.members().map(({ node }) => node.address);
    const start = this.start();
    return start === '' || addresses.includes(start) ? addresses : [start, ...addresses];
  });
  protected readonly time = computed(() => duration(this.found()?.milliseconds ?? 0));
  protected readonly call = computed(() => ({ url: this.path() }));
  /** Changes when nodes come, go or fall silent: the path may then be another. */
  protected readonly shape = computed(() =>
    this.members()
      .map(({ node, state }) => node.address + state)
      .join(),
  );

  constructor() {
    let known = '';
    effect(() => {
      const shape = this.shape();
      untracked(() => {
        if (known !== '' && shape !== known) this.reload();
        known = shape;
      });
    });
    // Follows only whether there is a value; the value's own panel follows its content.
    inject(KeyChanges).follow(() => this.key(), {
      changed: (changes) => {
        if (changes.some(({ key, type }) => key === this.key() && type !== 'replaced'))
          this.reload();
      },
      again: () => this.reload(),
    });
  }

  protected reload(): void {
    this.lookup.reload();
  }

  protected startAt(event: Event): void {
    this.go({ from: (event.target as HTMLSelectElement).value, step: null }, false);
  }

  protected showStep(step: number | null): void {
    this.go({ step }, true);
  }

  private go(queryParams: { from?: string; step?: number | null }, replaceUrl: boolean): void {
    void this.router.navigate([], { queryParams, queryParamsHandling: 'merge', replaceUrl });
  }
}

/** Returns a whole number of hops, null for any other value. */
function stepOf(value: unknown): number | null {
  const step = numberAttribute(value, -1);
  return Number.isInteger(step) && step >= 0 ? step : null;
}
