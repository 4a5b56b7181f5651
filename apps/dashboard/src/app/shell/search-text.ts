// The text of the search, shared by the search box and the ring.
import { Injectable, computed, inject, signal } from '@angular/core';
import { RingData } from '../data/ring-data';
import { matches } from '../text/search';

@Injectable({ providedIn: 'root' })
export class SearchText {
  private readonly data = inject(RingData);
  private asked: () => void = () => undefined;

  readonly text = signal('');
  /** The addresses of members that match the text. */
  readonly matched = computed(() => matches(this.text(), this.data.ring()?.members ?? []));

  /** Moves the focus to the search box. */
  ask(): void {
    this.asked();
  }

  onAsked(listener: () => void): void {
    this.asked = listener;
  }
}
