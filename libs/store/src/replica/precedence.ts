// Between the seal of one view and the beginning of the next nobody is served in an arc. Whoever moves records that
// belong elsewhere gives way meanwhile, so that it lasts no longer than a few messages and commits take.
import { inRange, type Cancel, type Clock, type Id } from '@chord-dht/chord';
import { meet } from '../arc/arcs';
import type { Arc } from '../record/position';

/** A seal that lasts longer waits for something else than this machine. */
const SEAL_MS_MAX = 1_000;
/** A change that another node has given up is not always heard of. */
const SEALS_MAX = 64;
/** Records are held up no longer than this in a row, and then move for as long. */
const HOLD_MS_MAX = 400;

interface Seal {
  readonly arc: Arc;
  /** It is over, or takes too long. */
  readonly ended: Promise<void>;
  readonly end: () => void;
  /** False when it takes too long: nothing waits for it any more, and it waits for nothing. */
  isFresh: boolean;
}

export class Precedence {
  private seals: readonly Seal[] = [];
  private freeUntilMs = -Infinity;

  constructor(private readonly clock: Clock) {}

  /** The next view of an arc is being chosen, and this node takes part. */
  begin(arc: Arc): void {
    const others = this.seals.filter((one) => one.isFresh || !isSame(one.arc, arc));
    if (others.some((one) => isSame(one.arc, arc))) return;
    let resolve = (): void => undefined;
    const ended = new Promise<void>((done) => (resolve = done));
    const cancel: Cancel = this.clock.after(SEAL_MS_MAX, () => {
      seal.isFresh = false;
      resolve();
    });
    const end = (): void => {
      cancel();
      this.seals = this.seals.filter((other) => other !== seal);
      resolve();
    };
    const seal: Seal = { arc, ended, end, isFresh: true };
    this.seals = [...others, seal].slice(-SEALS_MAX);
  }

  /** A view has begun there, or none will. */
  end(arc: Arc): void {
    for (const seal of this.seals) if (meet(seal.arc, arc)) seal.end();
  }

  /** Resolves when that is over in which an id is not served; missing when nothing is going on there. */
  over(keyId: Id): Promise<void> | undefined {
    return this.seals.find((seal) => seal.isFresh && covers(seal, keyId))?.ended;
  }

  /** True for an id whose next view is being chosen, however long it takes. */
  has(keyId: Id): boolean {
    return this.seals.some((seal) => covers(seal, keyId));
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
    if (!this.seals.some(({ isFresh }) => isFresh) || this.has(keyId)) return false;
    return this.clock.nowMs() >= this.freeUntilMs;
  }

  private async someEnded(withinMs: number): Promise<void> {
    let cancel: Cancel = () => undefined;
    const late = new Promise<void>((resolve) => (cancel = this.clock.after(withinMs, resolve)));
    const fresh = this.seals.filter(({ isFresh }) => isFresh);
    await Promise.race([late, ...fresh.map(({ ended }) => ended)]);
    cancel();
  }
}

function covers({ arc }: Seal, keyId: Id): boolean {
  return inRange(arc.fromId, keyId, arc.toId);
}

function isSame(one: Arc, other: Arc): boolean {
  return one.fromId === other.fromId && one.toId === other.toId;
}
