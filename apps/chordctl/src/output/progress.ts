// The progress of long work: one line on standard error, where that is a terminal.
import type { Io } from '../base/io';
import { grouped } from './figures';

const EVERY_MS = 200;
const BAR = 24;

export class Progress {
  private shownMs = -Infinity;
  private readonly startMs = performance.now();
  private readonly isOn: boolean;

  /** @param total `undefined` when unknown */
  constructor(
    private readonly io: Io,
    private readonly what: string,
    private readonly total: number | undefined,
    isQuiet: boolean,
  ) {
    this.isOn = !isQuiet && io.streams.stderr.isTTY === true && io.env['TERM'] !== 'dumb';
  }

  get seconds(): number {
    return (performance.now() - this.startMs) / 1_000;
  }

  show(done: number): void {
    const nowMs = performance.now();
    if (!this.isOn || nowMs - this.shownMs < EVERY_MS) return;
    this.shownMs = nowMs;
    const text = progressText(this.what, done, this.total, this.seconds);
    this.io.streams.stderr.write(`\r\u001b[K${text}`);
  }

  end(): void {
    if (this.isOn) this.io.streams.stderr.write('\r\u001b[K');
  }
}

export function progressText(
  what: string,
  done: number,
  total: number | undefined,
  seconds: number,
): string {
  const pace = seconds > 0 ? Math.round(done / seconds) : 0;
  if (!total) return `${what} ${grouped(done)} (${grouped(pace)}/s)`;
  const share = Math.min(1, done / total);
  const filled = Math.round(share * BAR);
  const bar = `[${'#'.repeat(filled)}${'.'.repeat(BAR - filled)}]`;
  const left = pace > 0 ? `, ${grouped(Math.max(0, Math.ceil((total - done) / pace)))} s left` : '';
  return `${what} ${bar} ${Math.floor(share * 100)}% ${grouped(done)} of ${grouped(total)} (${grouped(pace)}/s${left})`;
}
