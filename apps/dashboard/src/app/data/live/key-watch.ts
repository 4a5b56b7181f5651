// The one watch of keys for all tabs: the changes of the keys that any of them shows.
import { EventStream } from './event-stream';
import type { FromFeed, KeyChange, StreamState } from './feed-messages';

/** Changes come in groups, and are told together. */
const GATHER_MS = 150;
/** More than a person can follow; a page reads again anyway what it shows. */
const TOLD_MAX = 200;

interface Notice {
  readonly type: 'ready' | 'gap';
}

export class KeyWatch {
  private stream: EventStream<KeyChange | Notice> | null = null;
  private prefix: string | null = null;
  private gathered: KeyChange[] = [];
  private dropped = 0;
  private timer: ReturnType<typeof setTimeout> | null = null;
  state: StreamState = 'connecting';

  constructor(
    private readonly fetch: typeof globalThis.fetch,
    private readonly tell: (message: FromFeed) => void,
  ) {}

  /** Watches the keys that begin so; with the same prefix it goes on behind the last change. */
  follow(url: string, prefix: string): void {
    if (this.stream === null || this.prefix !== prefix) {
      this.stream?.stop();
      this.prefix = prefix;
      // A place of one watch means nothing to another one.
      this.stream = new EventStream<KeyChange | Notice>(
        this.fetch,
        // It is connected before it is ready, and only then nothing is missed.
        (state) => state !== 'live' && this.enter(state),
        (events) => events.forEach((event) => this.take(event)),
      );
    }
    this.stream.listen({ url, query: prefix === '' ? {} : { prefix } });
  }

  stop(): void {
    this.stream?.stop();
  }

  private enter(state: StreamState): void {
    this.tell({ say: 'watch', state: (this.state = state) });
  }

  private take(event: KeyChange | Notice): void {
    if (event.type === 'ready') this.enter('live');
    if (isNotice(event)) return this.tell({ say: 'again' });
    this.gathered.push(event);
    if (this.gathered.length > TOLD_MAX) {
      this.gathered.shift();
      this.dropped += 1;
    }
    this.timer ??= setTimeout(() => this.flush(), GATHER_MS);
  }

  private flush(): void {
    this.timer = null;
    this.tell({ say: 'changes', changes: this.gathered, dropped: this.dropped });
    this.gathered = [];
    this.dropped = 0;
  }
}

/** Something may have been missed before it. */
const isNotice = (event: KeyChange | Notice): event is Notice =>
  event.type === 'ready' || event.type === 'gap';
