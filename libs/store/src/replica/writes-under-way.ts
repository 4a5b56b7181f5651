// The records that are being written now, so that a seal can wait until all of them can be seen.
import { inRange, type Id } from '@chord-dht/chord';
import type { Arc } from '../record/position';

/** Writes that end together. */
interface Group {
  readonly keyIds: readonly Id[];
  readonly ended: Promise<void>;
}

export interface Begun {
  /** Resolves when the writes of the same keys that were under way before are over; missing when there were none. */
  readonly earlier: Promise<unknown> | undefined;
  /** To be called when all of them have ended, whatever way. */
  readonly end: () => void;
}

export class WritesUnderWay {
  private readonly groups = new Set<Group>();
  /** The last group that writes a key. */
  private readonly last = new Map<Id, Group>();

  /** Writes of these keys begin: a seal from now on waits for them, also while they wait for earlier ones. */
  begin(keyIds: readonly Id[]): Begun {
    let settle = (): void => undefined;
    const ended = new Promise<void>((resolve) => (settle = resolve));
    const group = { keyIds, ended };
    const earlier = new Set<Promise<void>>();
    for (const keyId of keyIds) {
      const before = this.last.get(keyId);
      if (before) earlier.add(before.ended);
      this.last.set(keyId, group);
    }
    this.groups.add(group);
    const end = (): void => {
      this.groups.delete(group);
      for (const keyId of keyIds) if (this.last.get(keyId) === group) this.last.delete(keyId);
      settle();
    };
    return { earlier: earlier.size > 0 ? Promise.all(earlier) : undefined, end };
  }

  /** Resolves when every write of the arc that runs now is over. */
  async quiet({ fromId, toId }: Arc): Promise<void> {
    const concerned = [...this.groups].filter(({ keyIds }) =>
      keyIds.some((keyId) => inRange(fromId, keyId, toId)),
    );
    await Promise.all(concerned.map(({ ended }) => ended));
  }
}
