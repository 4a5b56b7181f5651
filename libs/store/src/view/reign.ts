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
   * One of them has lost its records, and with them what it promised and accepted. It can count again in the next view
   * only: in this one it could break its promises.
   */
  readonly isForgetful: boolean;
}

export function reignOver(view: View, synced: readonly NodeRef[]): Reign {
  return { view, trusted: synced.map(({ id }) => id), isForgetful: false };
}

/** Notes that a member does not hold everything. */
export function suspect(reign: Reign, member: NodeRef): Reign {
  return reign.trusted.includes(member.id) ? { ...reign, isForgetful: true } : reign;
}

export interface Mended {
  readonly reign: Reign;
  /** The next request to the member. */
  readonly next: Request | null;
  /** It durably holds everything, and counts. */
  readonly isUpToDate: boolean;
}

/** The member has to adopt the view first: from then on it gets all writes, and then the records that it lacks. */
export function beginToMend(view: View): Request {
  return { kind: 'activate', view, synced: false, disk: null };
}

/** @returns `next: null` when the member is up to date, or cannot be brought up to date in this view */
export function mend(reign: Reign, member: NodeRef, asked: Request, reply: Reply): Mended {
  // An answer about another view does not concern this one.
  const isOfView = 'view' in asked && sameView(asked.view, reign.view);
  if (!isOfView) return { reign, next: null, isUpToDate: false };
  if (asked.kind === 'activate' && reply.kind === 'active')
    return asked.synced
      ? { reign, next: null, isUpToDate: true }
      : afterTold(reign, member, asked.view, reply);
  if (asked.kind !== 'tidy' || reply.kind !== 'done')
    return { reign, next: null, isUpToDate: false };
  // It may count as soon as the message arrives, even if the answer is lost.
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
