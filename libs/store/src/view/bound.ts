// To which view the seals of the bases bind a proposer. Pure.
import { highestProposal } from './acceptor';
import type { Seal } from './seal';
import { sameView, type View } from './view';
import type { Proposal } from './view-state';

export interface Bound {
  readonly view: View;
  /** The sealed bases that the view follows. */
  readonly bases: readonly View[];
  /** Views that it follows and that are not sealed. */
  readonly missing: readonly View[];
}

interface Held {
  readonly basis: View;
  readonly proposal: Proposal;
}

/**
 * Returns the view that binds a proposer, or null. A view is chosen when voters of all its bases have accepted it, so a
 * merger is chosen by quorums of several member sets at once. An acceptance in one basis binds the proposer that has
 * sealed it, unless another of the sealed bases shows that the view was not chosen there: then it was chosen nowhere.
 * @param seals in the order of the bases
 */
export function boundBy(bases: readonly View[], seals: readonly Seal[]): Bound | null {
  const held = bases.flatMap((basis, place): Held[] => {
    const promises = seals[place]?.promises ?? [];
    const proposal = highestProposal(promises.map(({ accepted }) => accepted));
    return proposal ? [{ basis, proposal }] : [];
  });
  const live = held.filter((one) => mayBeChosen(one, { bases, seals, held }));
  // Two live views have no basis in common, so they begin one after the other, the one of this node's basis first.
  const own = live.find(({ basis }) => basis === bases[0]);
  const chosen = own?.proposal ?? highestProposal(live.map(({ proposal }) => proposal));
  const basis = live.find(({ proposal }) => proposal === chosen)?.basis;
  if (!chosen || !basis) return null;
  const { view } = chosen;
  const follows = followedBy(view, basis, bases);
  return {
    view,
    bases: bases.filter((one) => follows.some((other) => isSame(one, other))),
    missing: follows.filter((one) => !bases.some((other) => isSame(one, other))),
  };
}

function mayBeChosen(
  { basis, proposal: { view } }: Held,
  sealed: {
    readonly bases: readonly View[];
    readonly seals: readonly Seal[];
    readonly held: readonly Held[];
  },
): boolean {
  return followedBy(view, basis, sealed.bases).every((followed) => {
    const place = sealed.bases.findIndex(({ lineage }) => lineage === followed.lineage);
    const other = sealed.bases[place];
    if (!other || other.epoch < followed.epoch) return true;
    // Another view has been chosen there; or this one was, long ago, and the basis includes it already.
    if (other.epoch > followed.epoch) return false;
    const isHeld = sealed.held.some(
      (one) => one.basis === other && sameView(one.proposal.view, view),
    );
    // A member that has gone over to the view, or to another one that it follows, no longer reports what it accepted
    // here.
    const known = [view, ...(view.follows ?? [])];
    const merged = sealed.seals[place]?.merged ?? [];
    return isHeld || merged.some((one) => known.some(({ lineage }) => lineage === one.lineage));
  });
}

/** The bases that a view follows; a merger proposed by a node of version 1 names none. */
function followedBy(view: View, basis: View, bases: readonly View[]): readonly View[] {
  if (view.follows) return view.follows;
  if (!view.isMerger) return [basis];
  return bases.filter(({ lineage, epoch }) => lineage !== view.lineage || epoch < view.epoch);
}

function isSame(a: View, b: View): boolean {
  return a.lineage === b.lineage && a.epoch === b.epoch;
}
