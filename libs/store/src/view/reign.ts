// The primary's knowledge of its view's members, and the steps that bring a lagging one up to date. Pure.
import type { Id, NodeRef } from '@chord-dht/chord';
import type { Reply, Request } from './change';
import { sameView, type View } from './view';
import type { ActivateReply } from './view-messages';

export interface Reign {
  readonly view: View;
  /** Members that are, or may be, synced in the view. */
  readonly trusted: readonly Id[];
  /**
   * One of them has lost what it had, and with it what it promised and accepted. It can come back as a
   * member of the next view only: in this one it could break its word.
   */
  readonly isForgetful: boolean;
}

export function reignOver(view: View, synced: readonly NodeRef[]): Reign {
  return { view, trusted: synced.map(({ id }) => id), isForgetful: false };
}

/** A member says that it does not hold everything. */
export function suspect(reign: Reign, member: NodeRef): Reign {
  return reign.trusted.includes(member.id) ? { ...reign, isForgetful: true } : reign;
}

export interface Mended {
  readonly reign: Reign;
  /** What the member is asked next. */
  readonly next: Request | null;
  /** It holds everything and knows it, durably. */
  readonly isUpToDate: boolean;
}

/** It has to hear of the view first: from then on it gets all writes, and what else it lacks is brought. */
export function beginToMend(view: View): Request {
  return { kind: 'activate', view, synced: false, disk: null };
}

/** @returns no next question when the member is up to date, or cannot be brought up in this view */
export function mend(reign: Reign, member: NodeRef, asked: Request, reply: Reply): Mended {
  // Whom another view trusts says nothing about this one.
  const isOfView = 'view' in asked && sameView(asked.view, reign.view);
  if (!isOfView) return { reign, next: null, isUpToDate: false };
  if (asked.kind === 'activate' && reply.kind === 'active')
    return asked.synced
      ? { reign, next: null, isUpToDate: true }
      : afterTold(reign, member, asked.view, reply);
  if (asked.kind !== 'tidy' || reply.kind !== 'done')
    return { reign, next: null, isUpToDate: false };
  // It may count as soon as it is told, though the answer is lost.
  const trusted = [...new Set([...reign.trusted, member.id])];
  const { view, disk } = asked;
  const next: Request = { kind: 'activate', view, synced: true, disk };
  return { reign: { ...reign, trusted }, next, isUpToDate: false };
}

function afterTold(
  reign: Reign,
  member: NodeRef,
  view: View,
  { wasSynced, disk }: ActivateReply,
): Mended {
  if (!wasSynced && reign.trusted.includes(member.id))
    return { reign: suspect(reign, member), next: null, isUpToDate: false };
  return { reign, next: { kind: 'tidy', view, disk }, isUpToDate: false };
}
