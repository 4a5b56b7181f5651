// Between the seal of one view and the beginning of the next nobody is served in an arc. Whoever moves records that
// belong elsewhere gives way meanwhile, so that it lasts no longer than a few messages and commits take.
import { inRange, type Cancel, type Clock, type Id } from '@chord-dht/chord';
import { meet } from '../arc/arcs';
import type { Arc } from '../record/position';

/** A seal that lasts longer waits for something else than this machine. */
const SEAL_MS_MAX = 1_000;
/** Records are held up no longer than this in a row, and then move for as long. */
const HOLD_MS_MAX = 400;

interface Seal {
  readonly arc: Arc;
  readonly ended: Promise<void>;
  readonly end: () => void;
}

export class Precedence {
  private seals: readonly Seal[] = [];
  private freeUntilMs = -Infinity;

  constructor(private readonly clock: Clock) {}

  /** The next view of an arc is being chosen, and this node takes part. */
  begin(arc: Arc): void {
    if (this.seals.some((one) => isSame(one.arc, arc))) return;
    let resolve = (): void => undefined;
    const ended = new Promise<void>((done) => (resolve = done));
    const cancel: Cancel = this.clock.after(SEAL_MS_MAX, () => end());
    const end = (): void => {
      cancel();
      this.seals = this.seals.filter((other) => other !== seal);
      resolve();
    };
    const seal: Seal = { arc, ended, end };
    this.seals = [...this.seals, seal];
  }

  /** A view has begun there, or none will. */
  end(arc: Arc): void {
    for (const seal of this.seals) if (meet(seal.arc, arc)) seal.end();
  }

  /** Resolves when that is over in which an id is not served; missing when nothing is going on there. */
  over(keyId: Id): Promise<void> | undefined {
    return this.seals.find(({ arc }) => inRange(arc.fromId, keyId, arc.toId))?.ended;
  }

  /** Resolves when a record of that id may be moved: at once where that is what the next view waits for. */
  async giveWay(keyId: Id): Promise<void> {
    const untilMs = this.clock.nowMs() + HOLD_MS_MAX;
    while (this.holdsUp(keyId)) {
      const leftMs = untilMs - this.clock.nowMs();
      if (leftMs <= 0) {
        this.freeUntilMs = untilMs + HOLD_MS_MAX;
        return;
      }
      await this.someEnded(leftMs);
    }
  }

  private holdsUp(keyId: Id): boolean {
    if (this.seals.length === 0 || this.over(keyId)) return false;
    return this.clock.nowMs() >= this.freeUntilMs;
  }

  private async someEnded(withinMs: number): Promise<void> {
    let cancel: Cancel = () => undefined;
    const late = new Promise<void>((resolve) => (cancel = this.clock.after(withinMs, resolve)));
    await Promise.race([late, ...this.seals.map(({ ended }) => ended)]);
    cancel();
  }
}

function isSame(one: Arc, other: Arc): boolean {
  return one.fromId === other.fromId && one.toId === other.toId;
}
