// Knows one listener's stream: it catches up, then follows; a slow one is never buffered for without end.
import type { IdSpace } from '@chord-dht/chord';
import type { ServerResponse } from 'node:http';
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
  readonly onEnd: () => void;
}

export class EventStream {
  private cursor: number;
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
    this.cursor = after === undefined ? log.last : isOfThisLife ? after.sequence : log.first - 1;
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

  end(): void {
    if (this.isEnded) return;
    this.isEnded = true;
    this.stopListening();
    clearInterval(this.heartbeat);
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
    const { log, address, space } = this.options;
    while (!this.isEnded && !this.isFull && this.cursor < log.last) {
      const logged = log.at(this.cursor + 1);
      if (logged) {
        this.cursor = logged.sequence;
        this.write(eventText(log.boot, logged, space));
      } else {
        const missed = log.first - 1;
        this.write(gapText(log.boot, this.cursor + 1, missed, address));
        this.cursor = missed;
      }
    }
  }

  private write(text: string): void {
    if (!this.isEnded && !this.out.write(text)) this.isFull = true;
  }
}
