// The one event stream and the one ring query that all tabs of a browser share. A browser opens six connections to a
// host: with a stream for each tab, the seventh would wait for ever.
import { EventStream } from './event-stream';
import type { ChordEvent, EventKind, FromFeed, StreamState, ToFeed, Wishes } from './feed-messages';
import { KeyWatch } from './key-watch';
import { commonStart } from './common-start';
import { RingReader } from './ring-reader';

/** The number of events of each kind that are stored for pages that open later. */
const KEPT_MAX = 500;
/** A page repeats its wishes every few seconds; after this time in milliseconds without one it counts as closed. */
const SILENT_MS = 20_000;
/** In milliseconds: a person who looks away for a moment, or changes tabs, finds the stream still open. */
const LINGER_MS = 3_000;
const LOOK_MS = 5_000;

export interface FeedPort {
  post(message: FromFeed): void;
}

interface Page {
  wishes: Wishes | null;
  heardAtMs: number;
}

export class Feed {
  private readonly pages = new Map<FeedPort, Page>();
  private readonly kept = new Map<EventKind, ChordEvent[]>();
  private readonly stream: EventStream<ChordEvent>;
  private readonly watch: KeyWatch;
  private readonly ring: RingReader;
  private state: StreamState = 'connecting';
  private lastRing: FromFeed | null = null;
  private problem: FromFeed | null = null;
  private lingering: ReturnType<typeof setTimeout> | null = null;

  constructor(fetch: typeof globalThis.fetch) {
    this.stream = new EventStream(
      fetch,
      (state) => this.tell({ say: 'state', state: (this.state = state) }),
      (events) => this.take(events),
    );
    this.watch = new KeyWatch(fetch, (message) => this.tell(message));
    this.ring = new RingReader(fetch, {
      reading: () => this.tell({ say: 'reading' }),
      ring: (ring, readAtMs) => {
        this.problem = null;
        this.tell((this.lastRing = { say: 'ring', ring, readAtMs }));
      },
      failed: (problem) => {
        // After a logout the data of the former user must not be shown.
        if (problem.status === 401) this.forget();
        this.tell((this.problem = { say: 'failed', problem }));
      },
    });
    setInterval(() => this.forgetSilent(), LOOK_MS);
  }

  hear(port: FeedPort, message: ToFeed): void {
    if (message.say === 'bye') this.pages.delete(port);
    else if (message.say === 'reload') this.ring.now();
    else this.wish(port, message.wishes);
    this.adapt();
  }

  private wish(port: FeedPort, wishes: Wishes): void {
    const isNew = !this.pages.get(port)?.wishes?.watches;
    this.pages.set(port, { wishes, heardAtMs: Date.now() });
    port.post({ say: 'heard' });
    if (isNew && wishes.watches) this.welcome(port);
  }

  /** Sends the stored data; missed events come with it. */
  private welcome(port: FeedPort): void {
    port.post({ say: 'state', state: this.state });
    if (this.lastRing) port.post(this.lastRing);
    if (this.problem) port.post(this.problem);
    const events = [...this.kept.values()].flat().sort((a, b) => a.sequence - b.sequence);
    port.post({ say: 'events', events });
    port.post({ say: 'watch', state: this.watch.state });
    if (this.watch.state === 'live') port.post({ say: 'again' });
  }

  /** Adapts stream, watch and queries to the wishes of all pages. */
  private adapt(): void {
    const wishes = [...this.pages.values()].flatMap(({ wishes: wish }) =>
      wish?.watches ? [wish] : [],
    );
    const [first] = wishes;
    if (!first) {
      this.lingering ??= setTimeout(() => this.rest(), LINGER_MS);
      return;
    }
    if (this.lingering !== null) clearTimeout(this.lingering);
    this.lingering = null;
    const lookups = wishes.some((wish) => wish.lookups) ? ['lookup'] : [];
    const kinds = ['ring', 'membership', 'view', 'fault', ...lookups].join();
    // At first all events that the node has stored are requested.
    this.stream.listen({ url: first.eventsUrl, query: { kinds }, first: { after: '0' } });
    const starts = wishes.flatMap(({ keys }) => keys ?? []);
    if (starts.length === 0) this.watch.stop();
    else this.watch.follow(first.watchUrl, commonStart(starts));
    this.ring.start(first.ringUrl);
  }

  private rest(): void {
    this.lingering = null;
    this.stream.stop();
    this.watch.stop();
    this.ring.stop();
  }

  private take(events: readonly ChordEvent[]): void {
    for (const event of events) {
      const kind = event.kind ?? 'ring';
      const kept = this.kept.get(kind) ?? [];
      kept.push(event);
      if (kept.length > KEPT_MAX) kept.shift();
      this.kept.set(kind, kept);
    }
    this.tell({ say: 'events', events });
    if (events.some(({ kind }) => kind !== 'lookup')) this.ring.soon();
  }

  private tell(message: FromFeed): void {
    for (const [port, { wishes }] of this.pages) if (wishes?.watches) port.post(message);
  }

  private forget(): void {
    this.lastRing = null;
    this.kept.clear();
  }

  private forgetSilent(): void {
    const limitMs = Date.now() - SILENT_MS;
    for (const [port, { wishes, heardAtMs }] of this.pages)
      if (wishes?.watches && heardAtMs < limitMs) this.pages.delete(port);
    this.adapt();
  }
}
