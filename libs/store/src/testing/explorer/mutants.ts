// Machines of views that are wrong, to prove that the exploration would notice. Only tests use it.
import { step, type Member, type MemberEvent, type Stepped } from '../../view/machine';
import type { ViewState } from '../../view/view-state';
import type { Machine } from './work';
import type { Allowance } from './world';

export interface Mutant {
  readonly machine: Machine;
  /** What has to happen in the world for it to show. */
  readonly allowance: Partial<Allowance>;
  /** The numbers of the invariants of `docs/views.md` that may break first. */
  readonly breaks: RegExp;
}

type Asked = MemberEvent & { readonly type: 'asked' };

/** Another answer of a member, and another state, where it is asked. */
function asked(change: (member: Member, event: Asked, right: Stepped) => Stepped): Machine {
  return (member, event) => {
    const right = step(member, event);
    return event.type === 'asked' ? change(member, event, right) : right;
  };
}

function withStates(
  { member, actions }: Stepped,
  change: (state: ViewState, place: number) => ViewState,
): Stepped {
  const parts = member.parts.map(({ arc, state }, place) => ({ arc, state: change(state, place) }));
  return { member: { ...member, parts }, actions };
}

export const MUTANTS: Readonly<Record<string, Mutant>> = {
  /** A promise is in memory only. */
  promisesWithoutItsDisk: {
    machine: asked((_, { request }, right) =>
      request.kind === 'prepare'
        ? { ...right, actions: right.actions.filter(({ type }) => type !== 'persist') }
        : right,
    ),
    allowance: { proposals: 1, writes: 1, crashes: 1 },
    breaks: /[1248]/,
  },

  /** A member that has promised goes on in the view that it has sealed. */
  goesOnAfterItsPromise: {
    machine: asked(({ parts }, { request }, right) =>
      request.kind === 'prepare'
        ? withStates(right, (state, place) => ({
            ...state,
            promised: null,
            serving: parts[place]?.state.serving === true,
          }))
        : right,
    ),
    allowance: { proposals: 1, writes: 1 },
    breaks: /[24]/,
  },

  /** A member that learns of a view counts in it, whatever it has. */
  countsWithoutRecords: {
    machine: asked((_, { request }, right) =>
      request.kind === 'activate'
        ? withStates(right, (state) => ({ ...state, synced: state.view !== null }))
        : right,
    ),
    allowance: { proposals: 1, writes: 1 },
    breaks: /[246]/,
  },

  /** A member that has lost its disk counts again as soon as it learns of the view. */
  votesWithALostDisk: {
    machine: asked(({ parts }, { request }, right) =>
      request.kind === 'activate'
        ? withStates(right, (state, place) => ({
            ...state,
            synced: state.synced || parts[place]?.state.forgot === true,
          }))
        : right,
    ),
    allowance: { writes: 1, wipes: 1, mendings: 1 },
    breaks: /[46]/,
  },

  /** The primary does not remember whom it has brought up, and brings up a lost disk in the same view. */
  bringsUpALostDisk: {
    machine: (member, event) =>
      event.type === 'mended' && member.reign
        ? step({ ...member, reign: { ...member.reign, trusted: [] } }, event)
        : step(member, event),
    allowance: { writes: 1, wipes: 1, mendings: 1 },
    breaks: /[46]/,
  },

  /** What an earlier view is told is judged by whom the present one trusts. */
  mistakesTheViewItMends: {
    machine: (member, event) => {
      const { reign } = member;
      if (event.type !== 'mended' || !reign || !('view' in event.asked)) return step(member, event);
      const mistaken = step({ ...member, reign: { ...reign, view: event.asked.view } }, event);
      return { ...mistaken, member: { ...mistaken.member, reign } };
    },
    allowance: { proposals: 1, wipes: 1, mendings: 1 },
    breaks: /[46]/,
  },

  /** A member that was brought up is told so by the name of its node, not of its disk. */
  tellsAnyDisk: {
    machine: (member, event) =>
      event.type === 'asked' && event.request.kind === 'activate'
        ? step(member, { ...event, request: { ...event.request, disk: null } })
        : step(member, event),
    allowance: { proposals: 1, writes: 1, wipes: 1 },
    breaks: /[246]/,
  },

  /** One promise is taken for two: a minority seals. */
  sealsByAMinority: {
    machine: (member, event) => {
      const right = step(member, event);
      const { change } = right.member;
      const other = change?.step.name === 'seal' ? change.round.open[0] : undefined;
      if (event.type !== 'answered' || event.reply.kind !== 'promised' || !other) return right;
      const reply = { ...event.reply, disk: null };
      const forged = step(right.member, { ...event, from: other.to, reply });
      return { member: forged.member, actions: [...right.actions, ...forged.actions] };
    },
    allowance: { proposals: 1, writes: 1, timeouts: 1 },
    breaks: /[1248]/,
  },

  /** A refusal is taken for a vote. */
  beginsWithoutBeingChosen: {
    machine: (member, event) =>
      event.type === 'answered' && event.reply.kind === 'refused'
        ? step(member, { ...event, reply: { kind: 'accepted' } })
        : step(member, event),
    allowance: { proposals: 2, writes: 0 },
    breaks: /[12]/,
  },

  /** A member may promise a lower ballot after a higher one. */
  promisesAnyBallot: {
    machine: (member, event) => {
      const isBallot =
        event.type === 'asked' &&
        (event.request.kind === 'prepare' || event.request.kind === 'accept');
      if (!isBallot) return step(member, event);
      const parts = member.parts.map(({ arc, state }) => ({
        arc,
        state: { ...state, promised: null },
      }));
      return step({ ...member, parts }, event);
    },
    allowance: { proposals: 2, writes: 0 },
    breaks: /[128]/,
  },
};
