// Asks the whole ring arc by arc: the node that answers for the first id of one says how far it answers.
import { codeOf, inRange, type ChordNode, type Id, type NodeRef } from '@chord-dht/chord';
import type { Arc } from '../record/position';
import type { StoreContext } from '../primary/store-context';
import type { Attempt, Coordinator, RemoteCall } from './coordinator';

/** All ids, each once. What the cuts are has no influence on any answer, only on how many questions it takes. */
export function knownArcs({
  self,
  successors,
  predecessor,
}: Pick<ChordNode, 'self' | 'successors' | 'predecessor'>): Arc[] {
  const known = [self, ...successors, ...(predecessor ? [predecessor] : [])];
  const ids = [...new Set(known.map(({ id }) => id))].sort();
  return ids.map((toId, index) => ({
    fromId: ids[(index + ids.length - 1) % ids.length] as string,
    toId,
  }));
}

/** What is left of an arc behind an id that lies in it. */
export function behindArc({ fromId, toId }: Arc, id: string): Arc | undefined {
  if (id === toId || !inRange(fromId, id, toId)) return undefined;
  return { fromId: id, toId };
}

export interface ArcQuestion<Reply> {
  readonly local: () => Promise<Reply>;
  readonly remote: (node: NodeRef, call: RemoteCall) => Promise<Reply>;
}

/** Either an answer, and what is left of the arc, or why there is none. */
export type ArcAnswer<Reply> =
  | { readonly reply: Reply; readonly rest: Arc | undefined }
  | { readonly unavailable: unknown };

/** Nobody can answer now, or whoever could is of an earlier version. */
const UNANSWERED: ReadonlySet<string> = new Set(['UNAVAILABLE', 'UNKNOWN_MESSAGE']);

/** Asks for arcs until one deadline. */
export class ArcQuestions {
  constructor(
    private readonly context: StoreContext,
    private readonly coordinator: Coordinator,
    private readonly deadlineAtMs: number,
    private readonly trace: string | undefined,
  ) {}

  /** @throws what `Coordinator.reach` throws, but for what nobody can answer */
  async ask<Reply extends { readonly toId: Id; readonly ownedFrom: Id }>(
    arc: Arc,
    question: ArcQuestion<Reply>,
  ): Promise<ArcAnswer<Reply>> {
    const { chord } = this.context;
    try {
      const attempt: Attempt<null, Reply> = {
        local: () => question.local(),
        remote: (_, node, call) => question.remote(node, call),
      };
      const timeoutMs = this.deadlineAtMs - chord.clock.nowMs();
      const options = { timeoutMs, trace: this.trace, writes: false };
      const keyId = chord.space.add(arc.fromId, 1n);
      const { reply } = await this.coordinator.reach(keyId, attempt, null, options);
      return { reply, rest: behindArc(arc, reply.toId) };
    } catch (error) {
      if (!UNANSWERED.has(codeOf(error))) throw error;
      return { unavailable: error };
    }
  }
}
