// Measures the width of elements by one ResizeObserver for the whole page.
import { Injectable } from '@angular/core';

@Injectable({ providedIn: 'root' })
export class SizeWatch {
  private readonly listeners = new Map<Element, (width: number) => void>();
  private readonly observer =
    typeof ResizeObserver === 'undefined'
      ? null
      : new ResizeObserver((entries) => this.tell(entries));

  /**
   * Calls `listener` with the width of an element's content in pixels, now and at every change.
   * @returns a function that ends that
   */
  watch(element: Element, listener: (width: number) => void): () => void {
    this.listeners.set(element, listener);
    this.observer?.observe(element);
    return () => {
      this.listeners.delete(element);
      this.observer?.unobserve(element);
    };
  }

  private tell(entries: readonly ResizeObserverEntry[]): void {
    for (const { target, contentRect } of entries) this.listeners.get(target)?.(contentRect.width);
  }
}
