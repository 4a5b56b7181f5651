// The one watch of keys for all tabs: the changes of the keys that any of them shows.
import { EventStream } from './event-stream';
import type { FromFeed, KeyChange, StreamState } from './feed-messages';

/** In milliseconds: changes come in groups, and are sent together. */
const GATHER_MS = 150;
/** The most changes in a message; a page reads its displayed keys again anyway. */
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

  /** Watches the keys with a prefix; with an unchanged prefix it resumes behind the last change. */
  follow(url: string, prefix: string): void {
    if (this.stream === null || this.prefix !== prefix) {
      this.stream?.stop();
      this.prefix = prefix;
      // A place of one watch is not valid for another one.
      this.stream = new EventStream<KeyChange | Notice>(
        this.fetch,
        // The connection opens before the watch is ready; no change is missed only after that.
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

/** True for a notice that changes before it may have been missed. */
const isNotice = (event: KeyChange | Notice): event is Notice =>
  event.type === 'ready' || event.type === 'gap';
