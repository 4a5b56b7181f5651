// Detects whether the worker that all tabs share answers; while it does not, the page does its work itself.
import type { FromFeed, ToFeed } from './feed-messages';

export interface FeedLine {
  say(message: ToFeed): void;
}

type Hear = (message: FromFeed) => void;

/**
 * A worker that runs answers each wish, and a page says its wishes every few seconds. One that cannot be started tells
 * its pages; one that has died, or hangs, tells nobody.
 */
const SILENT_MS = 8_000;

export class SharedLine implements FeedLine {
  /** Instead of the worker. */
  private own: FeedLine | null = null;
  private last: ToFeed | null = null;
  /** When the first wish was said that has no answer yet. */
  private askedAtMs: number | null = null;

  constructor(
    private readonly worker: SharedWorker,
    private readonly hear: Hear,
    private readonly withinPage: (hear: Hear) => FeedLine,
  ) {
    worker.port.onmessage = ({ data }: MessageEvent<FromFeed>) => this.heard(data);
    worker.onerror = () => this.goAlone();
    worker.port.start();
  }

  say(message: ToFeed): void {
    this.worker.port.postMessage(message);
    if (message.say === 'wish') {
      this.last = message;
      this.askedAtMs ??= performance.now();
    }
    if (this.own) this.own.say(message);
    else if (this.isSilent()) this.goAlone();
  }

  private isSilent(): boolean {
    return this.askedAtMs !== null && performance.now() - this.askedAtMs >= SILENT_MS;
  }

  private goAlone(): void {
    if (this.own) return;
    this.own = this.withinPage((message) => {
      if (this.own) this.hear(message);
    });
    if (this.last) this.own.say(this.last);
  }

  private heard(message: FromFeed): void {
    this.askedAtMs = null;
    const { own } = this;
    this.own = null;
    own?.say({ say: 'bye' });
    this.hear(message);
  }
}
