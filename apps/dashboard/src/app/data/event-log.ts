// The latest events of each kind, for pages that show them: many lookups never displace a crash.
import { Injectable, computed, inject, signal } from '@angular/core';
import { LiveEvents } from './live/live-events';
import type { ChordEvent, EventKind, FromFeed } from './live/feed-messages';

const KIND_MAX = 500;

type Kept = Readonly<Partial<Record<EventKind, readonly ChordEvent[]>>>;

@Injectable({ providedIn: 'root' })
export class EventLog {
  private readonly kept = signal<Kept>({});

  /** All stored events, newest first. */
  readonly events = computed(() =>
    Object.values(this.kept())
      .flat()
      .sort((a, b) => orderOf(b) - orderOf(a)),
  );

  constructor() {
    inject(LiveEvents).listen((message) => this.take(message));
  }

  private take(message: FromFeed): void {
    if (message.say !== 'events') return;
    const known = this.kept();
    const next = { ...known };
    for (const event of message.events) {
      const kind = event.kind ?? 'ring';
      const before = next[kind] ?? [];
      // Missed events arrive together with known ones.
      if (before.some((old) => isSame(old, event))) continue;
      next[kind] = [event, ...before].slice(0, KIND_MAX);
    }
    this.kept.set(next);
  }
}

const isSame = (a: ChordEvent, b: ChordEvent): boolean =>
  a.sequence === b.sequence && a.at === b.at && a.type === b.type;

/** Numbers begin again with each run of the node; its clock does not. */
const orderOf = ({ at, sequence }: ChordEvent): number =>
  (Date.parse(at ?? '') || Date.now()) + (sequence ?? 0) / 1e9;
