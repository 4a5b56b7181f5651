// Knows the latest events, for pages that show them; it listens from the start, so that nothing before is missed.
import { Injectable, inject, signal } from '@angular/core';
import { type ChordEvent, LiveEvents } from './live/live-events';

const EVENTS_MAX = 500;

@Injectable({ providedIn: 'root' })
export class EventLog {
  private readonly list = signal<readonly ChordEvent[]>([]);

  /** The newest first. */
  readonly events = this.list.asReadonly();

  constructor() {
    inject(LiveEvents).listen((event) =>
      this.list.update((events) => [event, ...events].slice(0, EVENTS_MAX)),
    );
  }
}
