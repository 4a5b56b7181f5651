// The time to the second, here and at the nodes: the one timer behind every age on the page.
import { DestroyRef, Injectable, computed, inject, signal } from '@angular/core';

/** So much may lie between what a node says and its hearing; more is a clock that goes wrong. */
const ON_THE_WAY_MS = 3_000;

@Injectable({ providedIn: 'root' })
export class Clock {
  private readonly time = signal(Date.now());
  private readonly aheadMs = signal(0);

  /** Milliseconds since 1970, by the clock of this machine. */
  readonly now = this.time.asReadonly();
  /** The same by the clock of the node: what nodes have written down is compared with this. */
  readonly nodeNow = computed(() => this.time() + this.aheadMs());

  constructor() {
    const timer = setInterval(() => this.time.set(Date.now()), 1000);
    inject(DestroyRef).onDestroy(() => clearInterval(timer));
  }

  /** @param nodeMs the time that a node has said, heard at `heardAtMs` of this machine */
  compare(nodeMs: number, heardAtMs: number): void {
    const aheadMs = nodeMs - heardAtMs;
    if (Number.isFinite(aheadMs)) this.aheadMs.set(Math.abs(aheadMs) > ON_THE_WAY_MS ? aheadMs : 0);
  }
}
