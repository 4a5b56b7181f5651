// The protocol of views for one arc at one member, as one pure state machine. `docs/views.md` is its
// specification. A driver performs the actions, and the exploration in `testing/explorer` tries their orders.
import { sameNode, type NodeRef } from '@chord-dht/chord';
import { answer, type AcceptorReply, type AcceptorRequest, type Answered } from './acceptor';
import type { Change, Chosen, Plan, ProposerAction, ProposerEvent, Reply, Request } from './change';
import { lessonOf } from './learning';
import { advance, propose } from './proposer';
import { beginToMend, mend, reignOver, type Reign } from './reign';
import { formerSelf, withNames } from './renamed';
import { sameView, type View } from './view';
import type { Segment } from './view-map';
import type { SentState } from './view-codec';
import { activate, isSealed, type ViewState } from './view-state';

/** The complete state of a member for an arc. `disk` and `parts` survive a restart, except for `serving`. */
export interface Member {
  readonly self: NodeRef;
  readonly disk: string;
  /** The arc, cut where its states differ. */
  readonly parts: readonly Segment[];
  /** The change of views that this member is proposing. */
  readonly change: Change | null;
  /** A view that this member proposed, is chosen and has not begun. */
  readonly chosen: Chosen | null;
  /** The state of the members of the view that it serves. */
  readonly reign: Reign | null;
}

export type MemberEvent =
  /** A request of another member, or of the proposer here. */
  | { readonly type: 'asked'; readonly request: AcceptorRequest }
  | { readonly type: 'propose'; readonly plan: Plan }
  | ProposerEvent
  /** A report about the arc, or about a part that is one here; `sender` when it is the sender's own state. */
  | { readonly type: 'heard'; readonly state: SentState; readonly sender?: NodeRef }
  /** The view that this member proposed has begun, with this member as primary. */
  | { readonly type: 'begun'; readonly view: View; readonly synced: readonly NodeRef[] }
  /** The primary has a member that lags behind; or that member has answered. */
  | { readonly type: 'mend'; readonly view: View; readonly member: NodeRef }
  | {
      readonly type: 'mended';
      readonly member: NodeRef;
      readonly asked: Request;
      readonly reply: Reply;
    };

export type MemberAction =
  /** To the sender of the request, when the condition in `after` holds. */
  | {
      readonly type: 'reply';
      readonly reply: AcceptorReply;
      readonly after: Answered['after'];
    }
  | ProposerAction
  /** Makes `parts` durable; replies that depend on it name it in `after`. */
  | { readonly type: 'persist' }
  /** The view that this member serves has been replaced without it. */
  | { readonly type: 'ended' }
  /** A member of its view has returned under another name. */
  | { readonly type: 'renamed'; readonly former: NodeRef; readonly present: NodeRef }
  /** A view of another lineage is known that has to be merged into this one's. */
  | { readonly type: 'merge'; readonly view: View }
  | { readonly type: 'mend'; readonly member: NodeRef; readonly request: Request }
  | { readonly type: 'mended'; readonly member: NodeRef; readonly isUpToDate: boolean };

export interface Stepped {
  readonly member: Member;
  readonly actions: readonly MemberAction[];
}

export function step(member: Member, event: MemberEvent): Stepped {
  switch (event.type) {
    case 'asked': {
      const { parts, reply, after } = answer(member, event.request);
      return kept(member, parts, [{ type: 'reply', reply, after }]);
    }
    case 'propose':
      return turned(member, propose(event.plan));
    case 'answered':
    case 'failed':
    case 'late':
      return member.change
        ? turned(member, advance(member.change, event))
        : { member, actions: [] };
    case 'heard':
      return hear(member, event.state, event.sender);
    case 'begun':
      return serve(member, event.view, event.synced);
    case 'mend': {
      const { member: to, view } = event;
      return { member, actions: [{ type: 'mend', member: to, request: beginToMend(view) }] };
    }
    case 'mended':
      return mended(member, event.member, event.asked, event.reply);
  }
}

function turned(
  member: Member,
  { change, actions }: { change: Change | null; actions: readonly ProposerAction[] },
): Stepped {
  let { chosen } = member;
  for (const action of actions) {
    if (action.type === 'chosen') chosen = action.chosen;
    if (action.type === 'report' && action.outcome.kind === 'begun') chosen = null;
  }
  return { member: { ...member, change, chosen }, actions };
}

function kept(
  member: Member,
  parts: readonly Segment[],
  actions: readonly MemberAction[],
): Stepped {
  const isChanged = parts.some(({ state }, place) => state !== member.parts[place]?.state);
  return {
    member: { ...member, parts },
    actions: isChanged ? [{ type: 'persist' }, ...actions] : actions,
  };
}

/** A later view is known: this node stops serving its own first. */
function hear(member: Member, theirs: SentState, sender: NodeRef | undefined): Stepped {
  const actions: MemberAction[] = [];
  const parts = member.parts.map(({ arc, state }) => ({
    arc,
    state: heard(renamed(state, theirs, sender, actions), theirs, sender, actions),
  }));
  return kept(member, parts, actions);
}

function renamed(
  mine: ViewState,
  theirs: SentState,
  sender: NodeRef | undefined,
  actions: MemberAction[],
): ViewState {
  const former = sender && formerSelf(mine, theirs, sender);
  if (!former) return mine;
  actions.push({ type: 'renamed', former, present: sender });
  return withNames(mine, (member) => (sameNode(member, former) ? sender : member));
}

function heard(
  mine: ViewState,
  theirs: SentState,
  sender: NodeRef | undefined,
  actions: MemberAction[],
): ViewState {
  const view = theirs.view as View;
  switch (lessonOf(mine, theirs, sender)) {
    case 'take':
      return activate(mine, view, false);
    case 'ended':
      actions.push({ type: 'ended' });
      return { ...mine, serving: false };
    case 'merge':
      actions.push({ type: 'merge', view });
      return mine;
    case 'nothing':
      return mine;
  }
}

/** Serves where its own acceptor has the view and no proposer has sealed it meanwhile. */
function serve(member: Member, view: View, synced: readonly NodeRef[]): Stepped {
  const parts = member.parts.map(({ arc, state }) => ({
    arc,
    state: { ...state, serving: sameView(state.view, view) && !isSealed(state) },
  }));
  return { member: { ...member, parts, reign: reignOver(view, synced) }, actions: [] };
}

function mended(member: Member, to: NodeRef, asked: Request, reply: Reply): Stepped {
  if (!member.reign) return { member, actions: [] };
  const { reign, next, isUpToDate } = mend(member.reign, to, asked, reply);
  const action: MemberAction = next
    ? { type: 'mend', member: to, request: next }
    : { type: 'mended', member: to, isUpToDate };
  return { member: { ...member, reign }, actions: [action] };
}
