// The records that are being written now, so that a seal can wait until all of them can be seen.
import { inRange, type Id } from '@chord-dht/chord';
import { Bag, type Bagged } from '../collections/bag';
import { IdLists } from '../collections/id-lists';
import type { Arc } from '../record/position';

/** Writes that end together. */
class Group implements Bagged {
  bagPlace = -1;
  /** Made for the first who waits: mostly nobody does. */
  private waiting: { readonly ended: Promise<void>; readonly settle: () => void } | undefined;

  constructor(readonly keyIds: readonly Id[]) {}

  /** Resolves when they are over. */
  ended(): Promise<void> {
    if (!this.waiting) {
      let settle = (): void => undefined;
      const ended = new Promise<void>((resolve) => (settle = resolve));
      this.waiting = { ended, settle };
    }
    return this.waiting.ended;
  }

  end(): void {
    this.waiting?.settle();
  }
}

/** The last group that writes a key. */
interface Last {
  readonly keyId: Id;
  group: Group;
}

const ANY = (): boolean => true;

export interface Begun {
  /** Resolves when the writes of the same keys that were under way before are over; missing when there were none. */
  readonly earlier: Promise<unknown> | undefined;
  /** To be called when all of them have ended, whatever way. */
  readonly end: () => void;
}

export class WritesUnderWay {
  private readonly groups = new Bag<Group>();
  private readonly lasts = new IdLists<Last>();

  /** Writes of these keys begin: a seal from now on waits for them, also while they wait for earlier ones. */
  begin(keyIds: readonly Id[]): Begun {
    const group = new Group(keyIds);
    const earlier: Promise<void>[] = [];
    for (const keyId of keyIds) {
      const last = this.lasts.find(keyId, ANY);
      if (!last) this.lasts.add({ keyId, group });
      else {
        if (last.group !== group) earlier.push(last.group.ended());
        last.group = group;
      }
    }
    this.groups.add(group);
    const end = (): void => {
      this.groups.delete(group);
      for (const keyId of keyIds) {
        const last = this.lasts.find(keyId, ANY);
        if (last?.group === group) this.lasts.delete(last);
      }
      group.end();
    };
    return { earlier: earlier.length > 0 ? Promise.all(earlier) : undefined, end };
  }

  /** Resolves when every write of the arc that runs now is over. */
  async quiet({ fromId, toId }: Arc): Promise<void> {
    const concerned = this.groups
      .all()
      .filter(({ keyIds }) => keyIds.some((keyId) => inRange(fromId, keyId, toId)));
    await Promise.all(concerned.map((group) => group.ended()));
  }
}
