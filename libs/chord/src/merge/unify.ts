// Merges two rings (Shafaat, Ghodsi, Haridi, Dealing with Network Partitions, 2009, section 4).
import { ChordError, isDefect } from '../base/errors';
import { between, inRange, type Id } from '../id/between';
import { isGone, type MemberContext } from '../context/member-context';
import { isArtificial, type NodeRef } from '../id/node-ref';

/** The most steps along successor lists; with more, they form no ring. */
const STEPS_MAX = 4_096;

/** Two neighbouring members of a ring and an id between them; `after` may have the id itself. */
interface Place {
  readonly before: NodeRef;
  readonly after: NodeRef;
}

/**
 * Offers `stranger` to the member of this ring that precedes its place. That member asks the stranger itself and adopts
 * it by the rules of stabilisation; each predecessor that changes then hints the one before it, until the two rings are
 * merged all the way round. No node is adopted that has not answered.
 */
export async function offerPlace(
  context: MemberContext,
  stranger: NodeRef,
  tryCandidate: (candidate: NodeRef) => Promise<void>,
): Promise<void> {
  const { before } = await placeInOwnRing(context, stranger.id);
  if (before.id === stranger.id) return;
  if (before.id === context.self.id) await tryCandidate(stranger);
  else await context.call(before, 'chord.hint', { candidate: stranger });
}

/** True when the successors of this ring lead to the node: it is in this ring then. */
export async function isInOurRing(context: MemberContext, node: NodeRef): Promise<boolean> {
  try {
    return (await placeInOwnRing(context, node.id)).after.id === node.id;
  } catch (error) {
    if (isDefect(error)) throw error;
    return false;
  }
}

/**
 * Follows successor lists only. Fingers are no evidence: after a partition they still point into the other half, and a
 * lookup by them would cross into the other ring.
 * @throws ChordError `LOOKUP_FAILED`
 */
async function placeInOwnRing(context: MemberContext, id: Id): Promise<Place> {
  const { self, state } = context;
  let at = self;
  let list = state.successors.filter((node) => !isArtificial(node));
  for (let steps = 0; steps < STEPS_MAX; steps += 1) {
    const [next] = list;
    if (!next) return { before: at, after: at };
    if (inRange(at.id, id, next.id)) return { before: at, after: next };
    const from = at.id;
    const closest = list.filter((node) => between(from, node.id, id)).pop() ?? next;
    const behind = await successorsOf(context, closest);
    if (behind) [at, list] = [closest, behind];
    else list = list.filter((node) => node.id !== closest.id);
  }
  throw new ChordError(
    'LOOKUP_FAILED',
    'The successors of this ring do not lead to the place of that node.',
  );
}

/** @returns `undefined` when the node is no longer a member of the ring */
async function successorsOf(context: MemberContext, node: NodeRef): Promise<NodeRef[] | undefined> {
  try {
    const view = context.read.pointers(await context.call(node, 'chord.view', null));
    return view.membership === 'alone'
      ? undefined
      : view.successors.filter((entry) => !isArtificial(entry));
  } catch (error) {
    if (isGone(error)) return undefined;
    throw error;
  }
}
