// The number and size of the keys below a prefix, counted by the ring for a few prefixes at a time.
import { DestroyRef, Injectable, inject, signal } from '@angular/core';
import type { KeyCountDto } from '@chord-dht/api-client';
import { ChordApi } from '../../data/chord-api';
import { Pace } from './pace';

const AT_ONCE = 3;

@Injectable()
export class PrefixFigures {
  private readonly api = inject(ChordApi);
  private readonly known = signal<ReadonlyMap<string, KeyCountDto>>(new Map());
  private wanted: readonly string[] = [];
  /** Prefixes with keys that have changed since they were counted. */
  private readonly old = new Set<string>();
  private readonly pace = new Pace(() => this.count());

  constructor() {
    inject(DestroyRef).onDestroy(() => this.pace.stop());
  }

  /** Undefined until it is counted. */
  of(prefix: string): KeyCountDto | undefined {
    return this.known().get(prefix);
  }

  /** Sets the displayed prefixes; figures of others are dropped. */
  want(prefixes: readonly string[]): void {
    if (JSON.stringify(prefixes) === JSON.stringify(this.wanted)) return;
    this.wanted = prefixes;
    const known = this.known();
    this.known.set(new Map([...known].filter(([prefix]) => prefixes.includes(prefix))));
    if (prefixes.some((prefix) => !known.has(prefix))) void this.pace.now();
  }

  /** @param keys the keys that were written or removed; null when unknown */
  changed(keys: readonly string[] | null): void {
    const touched = (prefix: string): boolean =>
      keys === null || keys.some((key) => key.startsWith(prefix));
    for (const prefix of this.known().keys()) if (touched(prefix)) this.old.add(prefix);
    if (this.old.size > 0) this.pace.soon();
  }

  private async count(): Promise<void> {
    const { wanted } = this;
    const due = wanted.filter((prefix) => !this.known().has(prefix) || this.old.has(prefix));
    const next = due[Symbol.iterator]();
    const work = async (): Promise<void> => {
      for (const prefix of next) {
        // Another page is displayed meanwhile, which runs its own counting.
        if (this.wanted !== wanted) return;
        this.old.delete(prefix);
        // A prefix that cannot be counted now stays without a figure; the listing shows the reason.
        const figures = await this.api.count(prefix).catch(() => null);
        if (figures && this.wanted.includes(prefix))
          this.known.update((known) => new Map([...known, [prefix, figures]]));
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
  }
}
