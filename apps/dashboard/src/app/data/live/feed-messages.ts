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

/** What happened to a key, as `GET /api/v1/watch` tells it. */
export interface KeyChange {
  readonly type: 'created' | 'replaced' | 'deleted' | 'expired';
  readonly key: string;
  readonly version: string | null;
  readonly at: string;
}

export type StreamState = 'connecting' | 'live' | 'waiting';

/** What a page wants at present. A page that nobody looks at wants nothing. */
export interface Wishes {
  readonly watches: boolean;
  readonly lookups: boolean;
  /** The changes of keys that begin so; null for none. */
  readonly keys: string | null;
  /** Where the node is asked. */
  readonly eventsUrl: string;
  readonly watchUrl: string;
  readonly ringUrl: string;
}

export type ToFeed =
  | { readonly say: 'wish'; readonly wishes: Wishes }
  | { readonly say: 'reload' }
  | { readonly say: 'bye' };

export type FromFeed =
  /** The answer to each wish. */
  | { readonly say: 'heard' }
  | { readonly say: 'state'; readonly state: StreamState }
  /** In the order in which they happened. */
  | { readonly say: 'events'; readonly events: readonly ChordEvent[] }
  | { readonly say: 'reading' }
  | { readonly say: 'ring'; readonly ring: RingDto; readonly readAtMs: number }
  /** How the watch of keys goes. */
  | { readonly say: 'watch'; readonly state: StreamState }
  /** In the order of each key. `dropped`: so many older ones came with them and are not told. */
  | { readonly say: 'changes'; readonly changes: readonly KeyChange[]; readonly dropped: number }
  /** Changes may have been missed: what is shown of keys is to be read again. */
  | { readonly say: 'again' }
  | { readonly say: 'failed'; readonly problem: Problem };
