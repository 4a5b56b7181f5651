// Adopts a disk whose node returns under another name.
import { sameNode, type NodeRef } from '@chord-dht/chord';
import { isMember } from './view';
import type { ViewState } from './view-state';

/** True when what a disk keeps counts in views of which its node, under its present name, is no member. */
export function countsElsewhere(states: readonly ViewState[], self: NodeRef): boolean {
  return states.some(({ view, synced }) => view && synced && !isMember(view.members, self));
}

/**
 * The only home replica of everything may begin a lineage of its own with what it has: without it no
 * later view can have been chosen, so nothing was acknowledged that is not here. A copy of that disk
 * under a third name is another ring then, and merges with this one as any other does. A disk that
 * shared its views with others is not the only one that counts: those are asked first, as ever.
 * @param states what the disk keeps of the whole ring
 * @returns the former name, if that is so
 */
export function formerOnlyMember(states: readonly ViewState[], self: NodeRef): NodeRef | undefined {
  const [first] = states;
  const former = first?.view?.primary;
  if (!former || sameNode(former, self)) return undefined;
  const isAllIts = states.every(
    ({ view, synced, promised, accepted }) =>
      view?.members.length === 1 &&
      isMember(view.members, former) &&
      synced &&
      promised === null &&
      accepted === null,
  );
  return isAllIts ? former : undefined;
}
