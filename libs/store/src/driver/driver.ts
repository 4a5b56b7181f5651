// Feeds an event to the machine of views with the state from the book, and writes its new state back.
import type { ReplicaContext } from '../replica/replica-context';
import type { Arc } from '../record/position';
import { step, type Member, type MemberAction, type MemberEvent } from '../view/machine';

/** The state of a member that is not in the book. */
export type InHand = Partial<Pick<Member, 'change' | 'chosen' | 'reign'>>;

export interface Fed {
  readonly member: Member;
  readonly actions: readonly MemberAction[];
  /** Resolves when the present state of the book is on the disk. */
  readonly durable: Promise<void>;
}

/** Takes effect at once. */
export function feed(
  { book, chord }: Pick<ReplicaContext, 'book' | 'chord'>,
  arc: Arc,
  event: MemberEvent,
  inHand: InHand = {},
): Fed {
  const parts = book.within(arc);
  const nothing = { change: null, chosen: null, reign: null };
  const before = { self: chord.self, disk: book.disk, parts, ...nothing, ...inHand };
  const { member, actions } = step(before, event);
  book.set(member.parts);
  const isKept = actions.some(({ type }) => type === 'persist');
  return { member, actions, durable: isKept ? book.save() : book.rest() };
}
