// The members that this node has lost: they fell silent or said that they stop. One that left for good is not missed.
import type { NodeRef } from '@chord-dht/chord';
import { MemberHolder } from '@chord-dht/nest';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import type { LossReason } from '../dto/lost-member.dto';

export interface Loss {
  readonly node: NodeRef;
  readonly reason: LossReason;
  /** Monotonic milliseconds of the first sign. */
  readonly atMs: number;
}

/** So long a ring looks for members that it lost. */
export const LOSS_KEPT_MS = 900_000;
const LOSSES_MAX = 256;

@Injectable()
export class LostLog implements OnModuleInit {
  private readonly losses = new Map<string, Loss>();

  constructor(@Inject(MemberHolder) private readonly holder: MemberHolder) {}

  onModuleInit(): void {
    this.holder.whenAttached(({ chord, movedFrom }) => {
      // Others miss the member that it was, and nobody of that name comes back.
      if (movedFrom) this.note(movedFrom, 'left', chord.clock.nowMs());
      chord.events.on((event) => {
        const atMs = chord.clock.nowMs();
        if (event.type === 'peer-failed') this.note(event.node, 'silent', atMs);
        else if (event.type === 'peer-said-goodbye')
          this.note(event.node, event.returning ? 'stopped' : 'left', atMs);
        // A neighbour is one that has just been heard of.
        else if (event.type === 'predecessor-changed' || event.type === 'successor-changed')
          if (event.to) this.found(event.to.id);
      });
    });
  }

  /** @param nowMs monotonic. @returns the losses that are not too old, the earliest first */
  read(nowMs: number): readonly Loss[] {
    for (const [id, { atMs }] of this.losses)
      if (nowMs - atMs > LOSS_KEPT_MS) this.losses.delete(id);
    return [...this.losses.values()];
  }

  /** It answers: whatever was, is over. */
  found(id: string): void {
    this.losses.delete(id);
  }

  private note(node: NodeRef, reason: LossReason, atMs: number): void {
    const known = this.losses.get(node.id);
    // A node that has said why it goes does not answer afterwards.
    if (known && reason === 'silent') return;
    this.losses.set(node.id, { node, reason, atMs: known?.atMs ?? atMs });
    if (this.losses.size > LOSSES_MAX)
      this.losses.delete(this.losses.keys().next().value as string);
  }
}
