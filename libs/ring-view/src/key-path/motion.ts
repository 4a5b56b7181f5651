// The person's preference for reduced motion.
import { DestroyRef, Injectable, inject, signal } from '@angular/core';

@Injectable({ providedIn: 'root' })
export class Motion {
  private readonly query = globalThis.matchMedia?.('(prefers-reduced-motion: reduce)');
  private readonly wish = signal(this.query?.matches ?? false);

  readonly reduced = this.wish.asReadonly();

  constructor() {
    const listen = (): void => this.wish.set(this.query?.matches ?? false);
    this.query?.addEventListener?.('change', listen);
    inject(DestroyRef).onDestroy(() => this.query?.removeEventListener?.('change', listen));
  }
}
