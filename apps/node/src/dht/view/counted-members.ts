// The members of the ring that answer, some seconds old: finding them takes a call to each of them.
import type { NodeRef } from '@chord-dht/chord';
import { MemberHolder } from '@chord-dht/nest';
import { Inject, Injectable } from '@nestjs/common';

const FRESH_MS = 5_000;
const WALK_MS = 2_000;

@Injectable()
export class CountedMembers {
  private counted: readonly NodeRef[] = [];
  private readAtMs = Number.NEGATIVE_INFINITY;

  constructor(@Inject(MemberHolder) private readonly holder: MemberHolder) {}

  async read(): Promise<readonly NodeRef[]> {
    const { clock } = this.holder.current.chord;
    return clock.nowMs() - this.readAtMs > FRESH_MS ? this.ask() : this.counted;
  }

  /** Asks all members now. */
  async ask(): Promise<readonly NodeRef[]> {
    const { chord } = this.holder.current;
    const { members } = await chord.members({ timeoutMs: WALK_MS });
    this.counted = members.flatMap(({ node, answered }) => (answered ? node : []));
    this.readAtMs = chord.clock.nowMs();
    return this.counted;
  }
}
