// Detects a connection that is no longer useful: its peer gives no sign of life, or no calls use it.
import { ChordError } from '@chord-dht/chord';
import { emptyFrame, FrameKind } from '../frames/frames';
import type { FrameLink } from '../frames/frame-link';
import type { TransportLimits } from '../peer/transport-options';

type WatchLimits = Pick<TransportLimits, 'pingMs' | 'suspectMs' | 'idleCloseMs'>;

/** Watches the caller's end of a connection. */
export class LinkWatch {
  private readonly ticker: NodeJS.Timeout;
  private suspicion: NodeJS.Timeout | undefined;
  private heard = 0;
  private asked = false;
  private idleMs = 0;
  private stopped = false;

  constructor(
    private readonly link: FrameLink,
    private readonly limits: WatchLimits,
    /** True when no call waits and none was made since the previous query. */
    private readonly isIdle: () => boolean,
  ) {
    this.ticker = everyPeriod(limits.pingMs, () => this.tick());
  }

  stop(): void {
    this.stopped = true;
    clearInterval(this.ticker);
    clearTimeout(this.suspicion);
  }

  /**
   * After a call without an answer: asks for a sign of life. A slow peer gives one; one that vanished does not, and the
   * next call is made on a fresh connection.
   */
  suspect(): void {
    if (this.suspicion) return;
    const { chunksHeard } = this.link;
    this.link.send(emptyFrame(FrameKind.ping));
    const judge = (): void => {
      this.suspicion = undefined;
      if (this.link.chunksHeard === chunksHeard) this.link.cut(lifeless(this.limits.suspectMs));
    };
    this.suspicion = setTimeout(() => setImmediate(judge), this.limits.suspectMs);
    this.suspicion.unref();
  }

  private tick(): void {
    if (this.stopped) return;
    this.idleMs = this.isIdle() ? this.idleMs + this.limits.pingMs : 0;
    if (this.idleMs >= this.limits.idleCloseMs) {
      this.link.finish(new ChordError('UNREACHABLE', 'The connection was idle and is closed.'));
      return;
    }
    const quiet = this.link.chunksHeard === this.heard;
    this.heard = this.link.chunksHeard;
    if (quiet && this.asked) this.link.cut(lifeless(this.limits.pingMs));
    else if (quiet) this.link.send(emptyFrame(FrameKind.ping));
    this.asked = quiet;
  }
}

/** Watches the callee's end: a caller sends calls or asks for a sign of life at intervals. */
export function cutWhenSilent(link: FrameLink, silentMs: number): () => void {
  let heard = link.chunksHeard;
  const ticker = everyPeriod(silentMs, () => {
    if (link.chunksHeard === heard) link.cut(lifeless(silentMs));
    heard = link.chunksHeard;
  });
  return () => clearInterval(ticker);
}

/** After a pause of the process, signs of life may be in the socket already: they are read first. */
function everyPeriod(periodMs: number, task: () => void): NodeJS.Timeout {
  const ticker = setInterval(() => setImmediate(task), periodMs);
  ticker.unref();
  return ticker;
}

function lifeless(ms: number): ChordError {
  return new ChordError('UNREACHABLE', `The peer gave no sign of life for ${ms} ms.`);
}
