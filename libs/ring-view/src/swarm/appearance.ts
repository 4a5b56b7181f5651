// Detects changes of the page's colours, by the system or by an attribute at the root of the document.
import { DestroyRef, DOCUMENT, Injectable, inject, signal } from '@angular/core';

const QUERIES = ['(prefers-color-scheme: dark)', '(forced-colors: active)'];

@Injectable({ providedIn: 'root' })
export class Appearance {
  private readonly count = signal(0);
  /** A number that differs after every change. */
  readonly version = this.count.asReadonly();

  constructor() {
    const change = (): void => this.count.update((count) => count + 1);
    const queries = QUERIES.flatMap((query) => globalThis.matchMedia?.(query) ?? []);
    for (const query of queries) query.addEventListener('change', change);
    const byHand = new MutationObserver(change);
    byHand.observe(inject(DOCUMENT).documentElement, { attributeFilter: ['data-theme'] });
    inject(DestroyRef).onDestroy(() => {
      for (const query of queries) query.removeEventListener('change', change);
      byHand.disconnect();
    });
  }
}
