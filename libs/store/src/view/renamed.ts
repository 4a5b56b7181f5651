// Rewrites what a node keeps of an arc when members have new names.
import { sameNode, type NodeRef } from '@chord-dht/chord';
import { isMember, isView, type View } from './view';
import type { SentState } from './view-codec';
import type { ViewState } from './view-state';

export type Rename = (member: NodeRef) => NodeRef;

export function withNames(state: ViewState, rename: Rename): ViewState {
  const { view, accepted } = state;
  return {
    ...state,
    view: view && viewOf(view, rename),
    accepted: accepted && { ...accepted, view: viewOf(accepted.view, rename) },
  };
}

/** @returns a name that two members of one view bear; usually `undefined` */
export function nameOfTwo({ view, accepted }: ViewState): string | undefined {
  const views = [view, accepted?.view].flatMap((one) => (one ? [one, ...(one.follows ?? [])] : []));
  for (const { members } of views) {
    const names = members.map(({ address }) => address);
    const twice = names.find((name, at) => names.indexOf(name) !== at);
    if (twice !== undefined) return twice;
  }
  return undefined;
}

/**
 * Returns the member of this node's view that the sender was under a former name. The sender has to report that it is
 * synced in the very same view, under a name that is unknown here. A member of a view is a disk, and a lost disk does
 * not count again in the same view (`docs/views.md`, "Members that have moved"), so only one disk can report that. A
 * sender speaks only for itself. Where the view is served, no operation waits for that member, and a change of views
 * adds it under its new name.
 */
export function formerSelf(
  mine: ViewState,
  theirs: SentState,
  sender: NodeRef,
): NodeRef | undefined {
  const { view, serving } = mine;
  if (!view || serving || !theirs.synced || !theirs.view) return undefined;
  const { members } = theirs.view;
  const place = members.findIndex((member) => sameNode(member, sender));
  if (place < 0 || !isView(view, theirs.view) || members.length !== view.members.length)
    return undefined;
  const former = view.members[place] as NodeRef;
  return isMember(members, former) || isMember(view.members, sender) ? undefined : former;
}

function viewOf(view: View, rename: Rename): View {
  const { follows } = view;
  return {
    ...view,
    primary: rename(view.primary),
    members: view.members.map(rename),
    ...(follows && { follows: follows.map((basis) => viewOf(basis, rename)) }),
  };
}
