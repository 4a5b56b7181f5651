// Knows one listener's stream: it catches up, then follows; a slow one is never buffered for without end.
import type { IdSpace } from '@chord-dht/chord';
import type { ServerResponse } from 'node:http';
import type { EventLog } from './event-log';
import { eventText, gapText, HEARTBEAT } from './event-text';

export const HEARTBEAT_MS = 15_000;

export interface StreamOptions {
  readonly log: EventLog;
  readonly address: string;
  readonly space: IdSpace;
  /** The number of the last event that the listener has; `undefined` begins with what comes next. */
  readonly after: number | undefined;
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
    const { log, after } = options;
    // A number from before a restart lies in the future of this log; what is known is sent instead.
    this.cursor = after === undefined ? log.last : after > log.last ? log.first - 1 : after;
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
        this.write(eventText(logged, space));
      } else {
        const missed = log.first - 1;
        this.write(gapText(this.cursor + 1, missed, address));
        this.cursor = missed;
      }
    }
  }

  private write(text: string): void {
    if (!this.isEnded && !this.out.write(text)) this.isFull = true;
  }
}
