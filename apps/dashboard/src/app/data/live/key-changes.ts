// The changes of the keys that a part of a page shows.
import { Injectable, effect, inject, signal } from '@angular/core';
import type { StreamState } from './feed-messages';
import { type KeyChange, LiveEvents } from './live-events';

export interface KeyListener {
  /** In the order of each key. `dropped`: so many more, older ones are not told. */
  changed(changes: readonly KeyChange[], dropped: number): void;
  /** Something may have been missed: what is shown is to be read again. */
  again(): void;
}

@Injectable({ providedIn: 'root' })
export class KeyChanges {
  private readonly live = inject(LiveEvents);
  private readonly stream = signal<StreamState>('connecting');
  /** Only while it is `live` every change is told. */
  readonly state = this.stream.asReadonly();

  constructor() {
    this.live.listen((message) => {
      if (message.say === 'watch') this.stream.set(message.state);
    });
  }

  /**
   * Follows the keys that begin so, as long as the part of the page is there; to be called where one may inject.
   * @param prefix a signal is followed; null for none
   */
  follow(prefix: () => string | null, listener: KeyListener): void {
    effect((onCleanup) => {
      const start = prefix();
      if (start === null) return;
      const unwatch = this.live.watchKeys(start);
      const end = this.live.listen((message) => {
        if (message.say === 'again') listener.again();
        if (message.say !== 'changes') return;
        const changes = message.changes.filter(({ key }) => key.startsWith(start));
        if (changes.length > 0) listener.changed(changes, message.dropped);
      });
      onCleanup(() => {
        end();
        unwatch();
      });
    });
  }
}
