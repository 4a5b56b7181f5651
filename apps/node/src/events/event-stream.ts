// One listener's event stream: first the stored events, then new ones; the buffer for a slow listener is bounded.
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
  /** The last event that the listener has; `undefined` begins with the next new one. */
  readonly after: EventPlace | undefined;
  /** The kinds of events; all by default. */
  readonly kinds?: readonly EventKind[];
  /** The number of events after which the stream ends. */
  readonly limit?: number | undefined;
  /** The number of seconds after which the stream ends. */
  readonly seconds?: number | undefined;
  readonly onEnd: () => void;
}

export class EventStream {
  private cursor: number;
  private left: number;
  /** The number up to which missing events were reported to the listener. */
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
    // A listener with a place in another run, or without a run, gets all stored events.
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
    // Events between the two runs were not recorded.
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

  /** Events come in bursts: those of one turn of the event loop are one write. */
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

  /** Reports events that were dropped before the listener got them. Stored ones follow. */
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
