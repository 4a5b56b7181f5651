// One listener's event stream: it catches up, then follows; the buffer for a slow listener is bounded.
import type { IdSpace } from '@chord-dht/chord';
import type { ServerResponse } from 'node:http';
import { EVENT_KINDS, type EventKind } from './event-kind';
import type { EventLog } from './event-log';
import type { EventPlace } from './event-place';
import { eventText, gapText, HEARTBEAT, restartText } from './event-text';

export const HEARTBEAT_MS = 15_000;

export interface StreamOptions {
  readonly log: EventLog;
  readonly address: string;
  readonly space: IdSpace;
  /** The last event that the listener has; `undefined` begins with what comes next. */
  readonly after: EventPlace | undefined;
  /** Which events are wanted; all unless told. */
  readonly kinds?: readonly EventKind[];
  /** The stream ends behind so many events. */
  readonly limit?: number | undefined;
  /** The stream ends after so many seconds. */
  readonly seconds?: number | undefined;
  readonly onEnd: () => void;
}

export class EventStream {
  private cursor: number;
  private left: number;
  /** Up to where the listener has been told that events are missing. */
  private toldTo = 0;
  private readonly kinds: readonly EventKind[];
  private readonly limit: NodeJS.Timeout | undefined;
  private isScheduled = false;
  private isFull = false;
  private isEnded = false;
  private readonly stopListening: () => void;
  private readonly heartbeat: NodeJS.Timeout;

  constructor(
    private readonly out: ServerResponse,
    private readonly options: StreamOptions,
  ) {
    const { log, after, address } = options;
    const isOfThisLife = after?.boot === log.boot && after.sequence <= log.last;
    this.kinds = options.kinds ?? EVENT_KINDS;
    this.left = options.limit ?? Number.POSITIVE_INFINITY;
    // A listener of another life, or without one, gets all that is kept.
    this.cursor = after === undefined ? log.last : isOfThisLife ? after.sequence : this.oldest();
    const { seconds } = options;
    if (seconds !== undefined) this.limit = setTimeout(() => this.end(), seconds * 1_000);
    this.stopListening = log.onAppend(() => this.schedule());
    this.heartbeat = setInterval(() => this.write(HEARTBEAT), HEARTBEAT_MS);
    this.heartbeat.unref();
    out.on('drain', () => {
      this.isFull = false;
      this.pump();
    });
    out.on('close', () => this.end());
    out.on('error', () => this.end());
    this.write(`retry: 1000\n${HEARTBEAT}`);
    // What happened between the two lives nobody has written down.
    if (after && !isOfThisLife && after.sequence > 0)
      this.write(restartText(log.boot, this.cursor, address));
    this.pump();
  }

  get isOver(): boolean {
    return this.isEnded;
  }

  end(): void {
    if (this.isEnded) return;
    this.isEnded = true;
    this.stopListening();
    clearInterval(this.heartbeat);
    clearTimeout(this.limit);
    this.out.end();
    this.options.onEnd();
  }

  /** Events come in bursts; one turn of the event loop is one write. */
  private schedule(): void {
    if (this.isScheduled || this.isFull || this.isEnded) return;
    this.isScheduled = true;
    setImmediate(() => {
      this.isScheduled = false;
      this.pump();
    });
  }

  private pump(): void {
    const { log, space } = this.options;
    this.tellGap();
    while (!this.isEnded && !this.isFull) {
      const logged = log.after(this.cursor, this.kinds);
      if (!logged) break;
      this.cursor = logged.sequence;
      this.write(eventText(log.boot, logged, space));
      this.left -= 1;
      if (this.left <= 0) this.end();
    }
  }

  /** Events that came and went while the listener was away, or slow. Those that are still known follow. */
  private tellGap(): void {
    const { log, address } = this.options;
    const missed = log.forgottenTo(this.kinds);
    if (this.isEnded || this.isFull || missed <= this.cursor || missed <= this.toldTo) return;
    this.write(gapText(log.boot, this.cursor, missed, address));
    this.toldTo = missed;
  }

  private oldest(): number {
    const first = this.options.log.after(0, this.kinds);
    this.toldTo = this.options.log.forgottenTo(this.kinds);
    return (first?.sequence ?? this.options.log.last + 1) - 1;
  }

  private write(text: string): void {
    if (!this.isEnded && !this.out.write(text)) this.isFull = true;
  }
}
