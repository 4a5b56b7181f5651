// The messages between a page and the feed. Everything is copied.
import type { RingDto } from '@chord-dht/api-client';
import type { Problem } from '../answers/problem-answer';

export type EventKind = 'ring' | 'membership' | 'view' | 'lookup' | 'fault';
export const EVENT_KINDS: readonly EventKind[] = ['ring', 'membership', 'view', 'fault', 'lookup'];

/** An event of the ring or of a lookup; other fields depend on the type. */
export interface ChordEvent {
  readonly sequence: number;
  readonly at: string;
  readonly node: string;
  readonly type: string;
  readonly kind?: EventKind;
}

/** A change of a key, as `GET /api/v1/watch` sends it. */
export interface KeyChange {
  readonly type: 'created' | 'replaced' | 'deleted' | 'expired';
  readonly key: string;
  readonly version: string | null;
  readonly at: string;
}

export type StreamState = 'connecting' | 'live' | 'waiting';

/** The present subscriptions of a page. A hidden page has none. */
export interface Wishes {
  readonly watches: boolean;
  readonly lookups: boolean;
  /** The prefix of the keys whose changes are wanted; null for none. */
  readonly keys: string | null;
  /** The URL of the node's event stream. */
  readonly eventsUrl: string;
  readonly watchUrl: string;
  readonly ringUrl: string;
}

export type ToFeed =
  | { readonly say: 'wish'; readonly wishes: Wishes }
  | { readonly say: 'reload' }
  | { readonly say: 'bye' };

export type FromFeed =
  /** The acknowledgement of each wish. */
  | { readonly say: 'heard' }
  | { readonly say: 'state'; readonly state: StreamState }
  /** In the order in which they happened. */
  | { readonly say: 'events'; readonly events: readonly ChordEvent[] }
  | { readonly say: 'reading' }
  | { readonly say: 'ring'; readonly ring: RingDto; readonly readAtMs: number }
  /** The state of the watch of keys. */
  | { readonly say: 'watch'; readonly state: StreamState }
  /** In the order of each key. `dropped`: the number of older changes that are left out. */
  | { readonly say: 'changes'; readonly changes: readonly KeyChange[]; readonly dropped: number }
  /** Changes may have been missed: displayed keys have to be read again. */
  | { readonly say: 'again' }
  | { readonly say: 'failed'; readonly problem: Problem };
