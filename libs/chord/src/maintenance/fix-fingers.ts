// Knows how the finger table is kept fresh: one distinct finger a round (ToN 2003, figure 6, fix_fingers).
import type { MemberContext } from '../member-context';
import type { LookupResult } from '../lookup/lookup-result';

export class FingerFixer {
  private nextIndex = 0;

  constructor(
    private readonly context: MemberContext,
    private readonly findOwner: (target: string) => Promise<LookupResult>,
  ) {}

  /** Looks the next finger up. Indices below the successor's distance need no lookup: they are the successor. */
  async round(): Promise<void> {
    const { state, space, self, clock, events } = this.context;
    const { fingers, successor } = state;
    if (successor.id === self.id) {
      fingers.clear();
      return;
    }
    const firstBeyond = fingers.firstBeyond(successor);
    if (firstBeyond > 0) fingers.fill(0, successor, clock.nowMs());
    if (firstBeyond === space.bits) return;
    const index =
      this.nextIndex < firstBeyond || this.nextIndex >= space.bits ? firstBeyond : this.nextIndex;
    this.nextIndex = index + 1;
    const { owner } = await this.findOwner(space.fingerStart(self.id, index));
    const before = fingers
      .entries()
      .find((run) => run.firstIndex <= index && index <= run.lastIndex)?.node;
    const last = fingers.fill(index, owner, clock.nowMs());
    this.nextIndex = last + 1;
    if (before?.id !== owner.id)
      events.emit({ type: 'finger-changed', first: index, last, node: owner });
  }

  /** One pass over all distinct fingers, right after a join. */
  async fillAll(): Promise<void> {
    this.nextIndex = 0;
    do await this.round();
    while (this.nextIndex > 0 && this.nextIndex < this.context.space.bits);
  }
}
