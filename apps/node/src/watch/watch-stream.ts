// One client's stream of key changes as server-sent events (HTML, section 9.2).
import type { Watch, WatchedChange, WatchGap, WatchSink } from '@chord-dht/store';
import { isUtf8 } from 'node:buffer';
import type { ServerResponse } from 'node:http';
import { printPlace } from './watch-place';

export const HEARTBEAT_MS = 15_000;
const AGAIN = 'Changes may have been missed; read again from here.';

export interface WatchStreamOptions {
  readonly isOfKey: boolean;
  readonly begin: (sink: WatchSink) => Watch;
  readonly onEnd: () => void;
}

export class WatchStream implements WatchSink {
  private readonly watch: Watch;
  private readonly heartbeat: NodeJS.Timeout;
  private isEnded = false;
  /** Callbacks that wait until the client has read. */
  private waiting: (() => void)[] = [];
  private isFull = false;

  constructor(
    private readonly out: ServerResponse,
    private readonly options: WatchStreamOptions,
  ) {
    this.watch = options.begin(this);
    this.heartbeat = setInterval(() => this.beat(), HEARTBEAT_MS);
    this.heartbeat.unref();
    out.on('drain', () => this.drained());
    out.on('close', () => this.end());
    out.on('error', () => this.end());
    this.write('retry: 1000\n: watching\n\n');
  }

  change({ kind, key, version, atMs, value }: WatchedChange): void {
    const at = new Date(atMs).toISOString();
    this.send(kind, { type: kind, key, version, at, ...valueFields(value) });
  }

  gap(gap: WatchGap): void {
    this.send('gap', {
      type: 'gap',
      ...('key' in gap ? { key: gap.key } : gap.arc),
      message: AGAIN,
    });
  }

  ready(): void {
    this.send('ready', { type: 'ready' });
  }

  room(): Promise<void> {
    if (!this.isFull || this.isEnded) return Promise.resolve();
    return new Promise((resolve) => void this.waiting.push(resolve));
  }

  end(): void {
    if (this.isEnded) return;
    this.isEnded = true;
    this.watch.stop();
    clearInterval(this.heartbeat);
    this.drained();
    this.out.end();
    this.options.onEnd();
  }

  private drained(): void {
    this.isFull = false;
    const { waiting } = this;
    this.waiting = [];
    for (const resolve of waiting) resolve();
  }

  /** Sends the place without an event, so that a client of a quiet watch can resume from here. */
  private beat(): void {
    const isPlace = this.watch.place().every(({ seen }) => seen !== null);
    this.write(isPlace ? `id: ${this.place()}\n: still here\n\n` : ': still here\n\n');
  }

  private send(event: string, data: object): void {
    this.write(`id: ${this.place()}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  }

  private place(): string {
    return printPlace(this.watch.place(), this.options.isOfKey);
  }

  private write(text: string): void {
    if (!this.isEnded && !this.out.write(text)) this.isFull = true;
  }
}

function valueFields(value: Uint8Array | null): { value?: string; base64?: string } {
  if (!value) return {};
  const bytes = Buffer.from(value.buffer, value.byteOffset, value.byteLength);
  return isUtf8(bytes) ? { value: bytes.toString('utf8') } : { base64: bytes.toString('base64') };
}
