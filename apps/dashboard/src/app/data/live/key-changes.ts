// The changes of the keys in a part of a page.
import { Injectable, effect, inject, signal } from '@angular/core';
import type { StreamState } from './feed-messages';
import { type KeyChange, LiveEvents } from './live-events';

export interface KeyListener {
  /** In the order of each key. `dropped`: the number of older changes that are left out. */
  changed(changes: readonly KeyChange[], dropped: number): void;
  /** Changes may have been missed: the displayed keys have to be read again. */
  again(): void;
}

@Injectable({ providedIn: 'root' })
export class KeyChanges {
  private readonly live = inject(LiveEvents);
  private readonly stream = signal<StreamState>('connecting');
  /** Only while it is `live`, no change is missed. */
  readonly state = this.stream.asReadonly();

  constructor() {
    this.live.listen((message) => {
      if (message.say === 'watch') this.stream.set(message.state);
    });
  }

  /**
   * Follows the keys with a prefix while the part of the page exists; call it in an injection context.
   * @param prefix a signal, whose value may change; null for none
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
