// Knows what a page and the feed say to each other. Everything travels as a copy.
import type { RingDto } from '@chord-dht/api-client';
import type { Problem } from '../problem-answer';

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

export type StreamState = 'connecting' | 'live' | 'waiting';

/** What a page wants at present. A page that nobody looks at wants nothing. */
export interface Wishes {
  readonly watches: boolean;
  readonly lookups: boolean;
  /** Where the node is asked. */
  readonly eventsUrl: string;
  readonly ringUrl: string;
}

export type ToFeed =
  | { readonly say: 'wish'; readonly wishes: Wishes }
  | { readonly say: 'reload' }
  | { readonly say: 'bye' };

export type FromFeed =
  | { readonly say: 'state'; readonly state: StreamState }
  /** In the order in which they happened. */
  | { readonly say: 'events'; readonly events: readonly ChordEvent[] }
  | { readonly say: 'reading' }
  | { readonly say: 'ring'; readonly ring: RingDto; readonly readAtMs: number }
  | { readonly say: 'failed'; readonly problem: Problem };
