// Detects whether the shared worker of all tabs answers; while it does not, the page does its work itself.
import type { FromFeed, ToFeed } from './feed-messages';

export interface FeedLine {
  say(message: ToFeed): void;
}

type Hear = (message: FromFeed) => void;

/**
 * In milliseconds: a running worker answers each wish, and a page repeats its wishes every few seconds. A worker that
 * cannot be started reports that; one that has died, or hangs, does not.
 */
const SILENT_MS = 8_000;

export class SharedLine implements FeedLine {
  /** The page's own feed, instead of the worker. */
  private own: FeedLine | null = null;
  private last: ToFeed | null = null;
  /** When the first unanswered wish was sent; null without one. */
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
