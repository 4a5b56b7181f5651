// The text of the search, shared by the search box and the ring.
import { Injectable, computed, inject, signal } from '@angular/core';
import { RingData } from '../data/ring-data';
import { matches } from '../text/search';

@Injectable({ providedIn: 'root' })
export class SearchText {
  private readonly data = inject(RingData);
  private asked: () => void = () => undefined;

  readonly text = signal('');
  /** Addresses of the members that the text may mean. */
  readonly matched = computed(() => matches(this.text(), this.data.ring()?.members ?? []));

  /** Someone wants to search: the box takes the keyboard. */
  ask(): void {
    this.asked();
  }

  onAsked(listener: () => void): void {
    this.asked = listener;
  }
}
