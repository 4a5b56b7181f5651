// The time to the second, here and at the nodes: the one timer for all ages on the page.
import { DestroyRef, Injectable, computed, inject, signal } from '@angular/core';

/** The largest difference, in milliseconds, that network delay explains; a larger one is a wrong clock. */
const ON_THE_WAY_MS = 3_000;

@Injectable({ providedIn: 'root' })
export class Clock {
  private readonly time = signal(Date.now());
  private readonly aheadMs = signal(0);

  /** Milliseconds since the Unix epoch, by the clock of this machine. */
  readonly now = this.time.asReadonly();
  /** The same by the clock of the node, for comparison with times from nodes. */
  readonly nodeNow = computed(() => this.time() + this.aheadMs());

  constructor() {
    const timer = setInterval(() => this.time.set(Date.now()), 1000);
    inject(DestroyRef).onDestroy(() => clearInterval(timer));
  }

  /** @param nodeMs the time in a node's answer, received at `heardAtMs` of this machine */
  compare(nodeMs: number, heardAtMs: number): void {
    const aheadMs = nodeMs - heardAtMs;
    if (Number.isFinite(aheadMs)) this.aheadMs.set(Math.abs(aheadMs) > ON_THE_WAY_MS ? aheadMs : 0);
  }
}
