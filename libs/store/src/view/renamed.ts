// Knows what a node keeps of an arc when members have other names than before.
import type { NodeRef } from '@chord-dht/chord';
import type { View } from './view';
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

/** @returns a name that two members of one view bear */
export function nameOfTwo({ view, accepted }: ViewState): string | undefined {
  const views = [view, accepted?.view].flatMap((one) => (one ? [one, ...(one.follows ?? [])] : []));
  for (const { members } of views) {
    const names = members.map(({ address }) => address);
    const twice = names.find((name, at) => names.indexOf(name) !== at);
    if (twice !== undefined) return twice;
  }
  return undefined;
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
