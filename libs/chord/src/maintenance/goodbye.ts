// The messages of a member that leaves or stops, and the reaction of its neighbours (ToN 2003, section IV, Voluntary
// Node Departures). In the paper a leaver sends each neighbour the pointers to take over; here each asks its new
// neighbour itself, as after a failure.
import { type MemberContext } from '../context/member-context';
import type { NodeRef } from '../id/node-ref';
import type { Rectifier } from './rectify';
import type { Stabiliser } from './stabilise';

/** Notifies both neighbours. An undelivered message does no harm, as a silent departure is repaired as well. */
export async function sayGoodbye(context: MemberContext, returning: boolean): Promise<void> {
  const { state, call } = context;
  const neighbours = new Map<string, NodeRef>();
  for (const node of [state.successor, state.predecessor]) {
    if (node && node.id !== state.self.id) neighbours.set(node.id, node);
  }
  const body = { predecessor: state.predecessor, returning };
  await Promise.allSettled(
    [...neighbours.values()].map((node) => call(node, 'chord.goodbye', body)),
  );
}

/** Closes the gap that `leaver` leaves, from the side of a neighbour. */
export async function closeGap(
  context: MemberContext,
  parts: { stabiliser: Stabiliser; rectifier: Rectifier },
  leaver: NodeRef,
  itsPredecessor: NodeRef | null,
): Promise<void> {
  const { state } = context;
  state.fingers.remove(leaver);
  const wasSuccessor = state.successor.id === leaver.id;
  const wasPredecessor = state.predecessor?.id === leaver.id;
  if (wasSuccessor) await parts.stabiliser.successorLeft(leaver);
  // The rule of notify finds the leaver silent and takes its predecessor, which has to answer itself.
  if (wasPredecessor && itsPredecessor) await parts.rectifier.notified(itsPredecessor);
}
