// Decides when the ring is read again: every few seconds while a page is visible, and soon after a change.
import type { RingDto } from '@chord-dht/api-client';
import { type Problem, UNREACHABLE, answerProblem } from '../answers/problem-answer';
import { backOffMs } from './back-off';

/** In milliseconds: changes at other members cause no event here, so the ring is read at intervals as well. */
const REFRESH_MS = 3_000;
/** In milliseconds: changes come in groups, and cause one read. */
const GATHER_MS = 200;
/** The time limit of a read in milliseconds. */
const TIMEOUT_MS = 15_000;

export interface RingListener {
  reading(): void;
  ring(ring: RingDto, readAtMs: number): void;
  failed(problem: Problem): void;
}

export class RingReader {
  private url = '';
  private timer: ReturnType<typeof setTimeout> | null = null;
  private failures = 0;
  private isReading = false;
  private isWanted = false;
  /** True when a change came during a read, which may have missed it. */
  private again = false;
  private readAtMs = 0;

  constructor(
    private readonly fetch: typeof globalThis.fetch,
    private readonly listener: RingListener,
  ) {}

  start(url: string): void {
    this.url = url;
    if (this.isWanted) return;
    this.isWanted = true;
    this.plan(Math.max(0, this.readAtMs + REFRESH_MS - Date.now()));
  }

  stop(): void {
    this.isWanted = false;
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
  }

  /** Called after a change. */
  soon(): void {
    if (this.isReading) this.again = true;
    else if (this.isWanted) this.plan(GATHER_MS);
  }

  now(): void {
    if (this.isReading) this.again = true;
    else void this.read();
  }

  private plan(ms: number): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.read(), ms);
  }

  private async read(): Promise<void> {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    this.isReading = true;
    this.again = false;
    this.listener.reading();
    const problem = await this.ask();
    this.isReading = false;
    this.failures = problem ? this.failures + 1 : 0;
    if (problem) this.listener.failed(problem);
    if (!this.isWanted) return;
    if (problem) this.plan(1000 + backOffMs(this.failures, Math.random()));
    else this.plan(this.again ? GATHER_MS : REFRESH_MS);
  }

  private async ask(): Promise<Problem | null> {
    try {
      const signal = AbortSignal.timeout(TIMEOUT_MS);
      const response = await this.fetch(this.url, {
        signal,
        headers: { accept: 'application/json' },
      });
      if (!response.ok)
        return answerProblem(response.status, response.statusText, await response.text());
      const ring = (await response.json()) as RingDto;
      this.readAtMs = Date.now();
      this.listener.ring(ring, this.readAtMs);
      return null;
    } catch {
      return UNREACHABLE;
    }
  }
}
