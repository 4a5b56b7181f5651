// Turns events into rows with a weight each; repeated events become one row with a count.
import { count } from '@chord-dht/ring-view';
import type { ChordEvent, EventKind } from '../data/live/feed-messages';
import { eventWords, kindOf } from './event-words';

/** `bad`: an operator may have to act. `notable`: the ring has changed. `calm`: routine. */
export type Weight = 'bad' | 'notable' | 'calm';

export interface EventRow {
  readonly id: string;
  readonly event: ChordEvent;
  readonly kind: EventKind;
  readonly weight: Weight;
  readonly words: string;
  /** The number of consecutive repetitions. */
  readonly times: number;
  /** The time of the earliest of them. */
  readonly since: string;
}

const WEIGHTS: Readonly<Record<EventKind, Weight>> = {
  fault: 'bad',
  membership: 'notable',
  view: 'notable',
  ring: 'calm',
  lookup: 'calm',
};

export function weightOf(event: ChordEvent): Weight {
  return /failed$/.test(event.type) ? 'bad' : WEIGHTS[kindOf(event)];
}

/** In milliseconds: repetitions within this time are one row. */
const FOLD_MS = 60_000;

/** @param events newest first */
export function rowsOf(events: readonly ChordEvent[]): EventRow[] {
  const rows: EventRow[] = [];
  const places = new Map<string, number>();
  for (const event of events) {
    const words = eventWords(event);
    const key = `${event.type} ${words}`;
    const place = places.get(key);
    const same = place === undefined ? undefined : rows[place];
    if (place !== undefined && same && Date.parse(same.since) - Date.parse(event.at) < FOLD_MS)
      rows[place] = { ...same, times: same.times + 1, since: event.at };
    else {
      places.set(key, rows.length);
      rows.push({
        id: `${event.at} ${event.sequence ?? event.type}`,
        event,
        kind: kindOf(event),
        weight: weightOf(event),
        words,
        times: 1,
        since: event.at,
      });
    }
  }
  return rows;
}

/** `, 20 times`, or nothing. */
export const timesWords = (times: number): string =>
  times === 1 ? '' : `, ${count(times, 'time')}`;
