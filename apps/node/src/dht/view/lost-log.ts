// The members that this node has lost: they fell silent or announced a stop. One that left for good does not count.
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

/** The time for which a lost member is listed, in milliseconds. */
export const LOSS_KEPT_MS = 900_000;
const LOSSES_MAX = 256;

@Injectable()
export class LostLog implements OnModuleInit {
  private readonly losses = new Map<string, Loss>();

  constructor(@Inject(MemberHolder) private readonly holder: MemberHolder) {}

  onModuleInit(): void {
    this.holder.whenAttached(({ chord, movedFrom }) => {
      // Others may miss this node under its former name, which does not return.
      if (movedFrom) this.note(movedFrom, 'left', chord.clock.nowMs());
      chord.events.on((event) => {
        const atMs = chord.clock.nowMs();
        if (event.type === 'peer-failed') this.note(event.node, 'silent', atMs);
        else if (event.type === 'peer-said-goodbye')
          this.note(event.node, event.returning ? 'stopped' : 'left', atMs);
        // A change of neighbours shows that the new neighbour is present.
        else if (event.type === 'predecessor-changed' || event.type === 'successor-changed')
          if (event.to) this.found(event.to.id);
      });
    });
  }

  /**
   * @param nowMs monotonic
   * @returns the losses that are not too old, earliest first
   */
  read(nowMs: number): readonly Loss[] {
    for (const [id, { atMs }] of this.losses)
      if (nowMs - atMs > LOSS_KEPT_MS) this.losses.delete(id);
    return [...this.losses.values()];
  }

  /** Removes a member that answers. */
  found(id: string): void {
    this.losses.delete(id);
  }

  private note(node: NodeRef, reason: LossReason, atMs: number): void {
    const known = this.losses.get(node.id);
    // A node that announced its departure does not answer afterwards: its reason stays.
    if (known && reason === 'silent') return;
    this.losses.set(node.id, { node, reason, atMs: known?.atMs ?? atMs });
    if (this.losses.size > LOSSES_MAX)
      this.losses.delete(this.losses.keys().next().value as string);
  }
}
