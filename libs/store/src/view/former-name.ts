// Adopts a disk whose node returns under another name.
import { sameNode, type NodeRef } from '@chord-dht/chord';
import { isMember } from './view';
import type { ViewState } from './view-state';

/** True when a disk counts in views of which its node, under its present name, is no member. */
export function countsElsewhere(states: readonly ViewState[], self: NodeRef): boolean {
  return states.some(({ view, synced }) => view && synced && !isMember(view.members, self));
}

/**
 * Returns the former name of a node that was the only home replica of everything. It may begin a lineage of its own
 * with its records: without it no later view can have been chosen, so every acknowledged record is here. A copy of that
 * disk under a third name is another ring then, and merges with this one as any other does. A disk that shared its
 * views with others is not the only one that counts: the other members are asked first.
 * @param states the states of the whole ring on the disk
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
