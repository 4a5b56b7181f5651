// Knows how many members the ring has, as of some seconds ago: counting asks every one of them.
import { Inject, Injectable } from '@nestjs/common';
import { MemberHolder } from '../member';

const FRESH_MS = 5_000;
const WALK_MS = 2_000;

@Injectable()
export class MemberCount {
  private count = 0;
  private readAtMs = Number.NEGATIVE_INFINITY;

  constructor(@Inject(MemberHolder) private readonly holder: MemberHolder) {}

  async read(): Promise<number> {
    const { chord } = this.holder.current;
    if (chord.clock.nowMs() - this.readAtMs > FRESH_MS) {
      const { members } = await chord.members({ timeoutMs: WALK_MS });
      this.count = members.filter(({ answered }) => answered).length;
      this.readAtMs = chord.clock.nowMs();
    }
    return this.count;
  }
}
