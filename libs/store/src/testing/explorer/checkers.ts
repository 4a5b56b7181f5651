// The invariants of `docs/views.md`, by number, over everything in a small world.
import { Quorum } from '../../view/quorum';
import { isSealed, supersedes, type ViewState } from '../../view/view-state';
import { sameNode } from '@chord-dht/chord';
import { compareBallots, isMember, sameView, type View, type ViewName } from '../../view/view';
import { NODES, indexOf, type Acknowledged, type Ghost, type Host } from './world';

export interface Picture {
  readonly hosts: readonly Host[];
  readonly ghost: Ghost;
}

/** @returns what is broken, for people */
export function broken(picture: Picture): string | undefined {
  const { hosts, ghost } = picture;
  return (
    ghost.broken[0] ??
    oneSuccessor(ghost) ??
    onePrimary(hosts) ??
    syncedHaveAll(picture) ??
    majorityHasWrites(picture) ??
    whoRemembersVotes(picture) ??
    diskCountsAgain(picture)
  );
}

/** 1. Two views of one lineage and epoch that have begun anywhere are the same view. */
function oneSuccessor({ begun }: Ghost): string | undefined {
  for (const [place, view] of begun.entries()) {
    const other = begun
      .slice(0, place)
      .find(({ lineage, epoch }) => lineage === view.lineage && epoch === view.epoch);
    if (other && !sameView(view, other))
      return `1: two views have begun as ${nameOf(view)}: ${membersOf(view)} and ${membersOf(other)}`;
  }
  return undefined;
}

/** 2. At most one host serves in a view of which a majority is neither sealed nor beyond it. */
function onePrimary(hosts: readonly Host[]): string | undefined {
  const effective = hosts.flatMap(({ isUp, member }) =>
    isUp
      ? member.parts.flatMap(({ state }) =>
          state.serving && state.view && !isSealed(state) && hasMajority(hosts, state.view)
            ? [nameOf(state.view)]
            : [],
        )
      : [],
  );
  return effective.length > 1 ? `2: two primaries, in ${effective.join(' and ')}` : undefined;
}

function hasMajority(hosts: readonly Host[], view: View): boolean {
  const confirming = view.members.filter((node) =>
    hosts[indexOf(node)]?.member.parts.some(
      ({ state }) => state.synced && sameView(state.view, view) && !isSealed(state),
    ),
  );
  return new Quorum(view.members, sameNode).isReached(confirming);
}

/** 4. A member that is synced in a view has every write that was acknowledged in earlier views. */
function syncedHaveAll({ hosts, ghost }: Picture): string | undefined {
  for (const { member, records } of hosts) {
    for (const { state } of member.parts) {
      const { view } = state;
      if (!view || !state.synced) continue;
      const missed = ghost.acknowledged.find(
        (one) => isBefore(one.view, view, ghost.begun) && !has(records[one.key]?.writes, one),
      );
      if (missed)
        return `4: ${member.self.address} is synced in ${nameOf(view)} without write ${missed.write} of ${nameOf(missed.view)}`;
    }
  }
  return undefined;
}

/** 4. A write of the latest view is at a majority of its members, less those that lost their disks. */
function majorityHasWrites({ hosts, ghost }: Picture): string | undefined {
  for (const one of ghost.acknowledged) {
    const { view } = one;
    if (ghost.begun.some((later) => isBefore(view, later, ghost.begun))) continue;
    const holding = view.members.filter((node) => {
      const host = hosts[indexOf(node)] as Host;
      return wasLost(one, host) || has(host.records[one.key]?.writes, one);
    });
    if (!new Quorum(view.members, sameNode).isReached(holding))
      return `4: write ${one.write} of ${nameOf(view)} is at no majority any more`;
  }
  return undefined;
}

/** The host has confirmed it on a disk that it has no more. */
function wasLost({ disks }: Acknowledged, { member }: Host): boolean {
  const letter = member.disk.charAt(0);
  return disks.some((disk) => disk.startsWith(letter) && disk !== member.disk);
}

/** 6. Who says that it never counted in a view has not counted in it, on no disk it ever had. */
function whoRemembersVotes({ hosts, ghost }: Picture): string | undefined {
  for (const [index, { member }] of hosts.entries()) {
    for (const { state } of member.parts) {
      const { view, synced, forgot } = state;
      if (!view || synced || forgot) continue;
      const since = ghost.counted[index]?.find(
        ({ lineage, epoch }) => lineage === view.lineage && epoch >= view.epoch,
      );
      if (since)
        return `6: ${member.self.address} says it never counted in ${nameOf(view)}, but counted in ${nameOf(since)}`;
    }
  }
  return undefined;
}

/** 6. In a view that has begun, a member does not count again on another disk. */
function diskCountsAgain({ hosts, ghost }: Picture): string | undefined {
  for (const [index, { member }] of hosts.entries()) {
    for (const { state } of member.parts) {
      const { view, synced } = state;
      if (!view || !synced || !hasBegun(view, ghost)) continue;
      const disks = (ghost.counted[index] ?? []).filter((one) => isNamed(one, view));
      if (disks.some(({ disk }) => disk !== member.disk))
        return `6: ${member.self.address} counts again in ${nameOf(view)} after it lost its disk`;
    }
  }
  return undefined;
}

function hasBegun(view: View, { counted }: Ghost): boolean {
  const members = view.members.filter((node) =>
    counted[indexOf(node)]?.some((one) => isNamed(one, view)),
  );
  return new Quorum(view.members, sameNode).isReached(members);
}

function isNamed(one: ViewName, { epoch, lineage }: View): boolean {
  return one.epoch === epoch && one.lineage === lineage;
}

/** 8. A member never steps back, save by the loss of its disk. */
export function steppedBack(before: ViewState, after: ViewState): string | undefined {
  if (!before.view) return undefined;
  if (!after.view) return '8: a view was forgotten';
  if (!sameView(before.view, after.view)) {
    return supersedes(after.view, before)
      ? undefined
      : `8: ${nameOf(before.view)} was followed by ${nameOf(after.view)}`;
  }
  if (before.synced && !after.synced) return '8: a member is synced no more';
  const { promised } = before;
  if (promised && (!after.promised || compareBallots(after.promised, promised) < 0))
    return '8: a promise was taken back';
  return undefined;
}

/** True when a view went before another in one chain. */
function isBefore(view: ViewName, later: View, begun: readonly View[]): boolean {
  if (view.lineage === later.lineage) return view.epoch < later.epoch;
  return begun.some(
    (merger) =>
      merger.lineage === later.lineage &&
      merger.epoch <= later.epoch &&
      (merger.follows ?? []).some(
        ({ lineage, epoch }) => lineage === view.lineage && view.epoch <= epoch,
      ),
  );
}

function has(writes: readonly number[] | undefined, { write }: Acknowledged): boolean {
  return writes?.includes(write) === true;
}

function nameOf({ epoch, lineage }: ViewName): string {
  return `view ${lineage.slice(0, 4)}:${epoch}`;
}

function membersOf({ members }: View): string {
  return NODES.filter((node) => isMember(members, node))
    .map(({ address }) => address.slice(0, 1))
    .join('');
}
