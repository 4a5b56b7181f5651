// One host of a small world at work on an event: it feeds the machine of views, and does what a driver does.
import type { NodeRef } from '@chord-dht/chord';
import { warrantOf, type Reply, type Request } from '../../view/change';
import type { step, MemberAction, MemberEvent } from '../../view/machine';
import { isOpen } from '../../view/round';
import { sameView, type View } from '../../view/view';
import type { SentState } from '../../view/view-codec';
import { NO_VIEW, type ViewState } from '../../view/view-state';
import {
  NODES,
  indexOf,
  type Acknowledged,
  type Host,
  type Message,
  type Purpose,
  type Records,
} from './world';

export type Machine = typeof step;

export type Input =
  | { readonly type: 'deliver'; readonly message: Message }
  | { readonly type: 'fail'; readonly to: number }
  | { readonly type: 'late' }
  | { readonly type: 'propose'; readonly wanted: readonly number[] }
  | {
      readonly type: 'write' | 'read';
      readonly number: number;
      readonly key: number;
      readonly known: readonly number[];
    }
  | { readonly type: 'get'; readonly key: number; readonly known: readonly number[] }
  | { readonly type: 'abandon' }
  | { readonly type: 'mend'; readonly to: number }
  | { readonly type: 'abandon-mending' }
  | { readonly type: 'hear'; readonly states: readonly SentState[] }
  | { readonly type: 'crash' }
  | { readonly type: 'wipe' }
  | { readonly type: 'restart' };

export type Note =
  | ({ readonly type: 'acknowledged' } & Acknowledged)
  | { readonly type: 'broken'; readonly sentence: string };

export interface Effect {
  readonly host: Host;
  readonly sent: readonly Message[];
  readonly notes: readonly Note[];
}

/** The host at work: mutable while one event is worked on. */
export class Work {
  readonly sent: Message[] = [];
  readonly notes: Note[] = [];

  constructor(
    public host: Host,
    readonly index: number,
    private readonly machine: Machine,
  ) {}

  set(change: Partial<Host>): void {
    this.host = { ...this.host, ...change };
  }

  send(to: number, purpose: Purpose, body: Message['body']): void {
    this.sent.push({ from: this.index, to, purpose, body });
  }

  feed(event: MemberEvent): readonly MemberAction[] {
    const { member, actions } = this.machine(this.host.member, event);
    const isKept = actions.some(({ type }) => type === 'persist');
    this.set({ member, ...(isKept ? { kept: member.parts } : {}) });
    return actions;
  }

  state(): ViewState {
    return this.host.member.parts[0]?.state ?? NO_VIEW;
  }

  /** Does what the machine says; what this host asks itself is answered on the spot. */
  perform(actions: readonly MemberAction[]): void {
    for (const action of actions) {
      switch (action.type) {
        case 'ask':
          this.ask(indexOf(action.to), action.request, action.round);
          break;
        case 'tell':
          if (indexOf(action.to) === this.index)
            this.feed({ type: 'asked', request: action.request });
          else this.request(indexOf(action.to), { of: 'nothing' }, action.request);
          break;
        case 'outbid':
          this.set({ ballots: Math.max(this.host.ballots, action.round) });
          break;
        case 'learn':
          for (const { state } of action.segments) this.hear(state, action.from);
          break;
        case 'report':
          this.report(action.outcome);
          break;
        case 'mend':
          this.mend(indexOf(action.member), action.request);
          break;
        case 'mended':
          this.set({ mending: null });
          break;
        case 'merge':
          this.noteForeign(action.view);
          break;
        default:
      }
    }
  }

  private report(outcome: (MemberAction & { type: 'report' })['outcome']): void {
    if (outcome.kind === 'incomplete') for (const view of outcome.missing) this.noteForeign(view);
    if (outcome.kind !== 'begun') return;
    const follows = outcome.view.follows ?? [];
    this.set({
      foreign: this.host.foreign.filter((one) => follows.every((basis) => !sameView(basis, one))),
    });
    if (indexOf(outcome.view.primary) !== this.index) return;
    this.feed({ type: 'begun', view: outcome.view, synced: outcome.synced });
  }

  private noteForeign(view: View): void {
    const others = this.host.foreign.filter(({ lineage }) => lineage !== view.lineage);
    const known = this.host.foreign.find(({ lineage }) => lineage === view.lineage);
    if (!known || known.epoch < view.epoch) this.set({ foreign: [...others, view] });
  }

  hear(state: SentState, sender?: NodeRef): void {
    this.perform(this.feed({ type: 'heard', state, ...(sender && { sender }) }));
  }

  private ask(to: number, request: Request, round: number): void {
    const purpose: Purpose = { of: 'change', run: this.host.runs, round };
    if (to !== this.index || request.kind === 'drop-unknown')
      return this.request(to, purpose, request);
    const reply = this.answer(request) as Reply;
    this.perform(this.feed({ type: 'answered', round, from: NODES[this.index]!, reply }));
  }

  request(to: number, purpose: Purpose, request: Request): void {
    const { member, records } = this.host;
    const under = member.change ? warrantOf(member.change.plan) : null;
    const isSentAlong = request.kind === 'bring' || request.kind === 'tidy';
    this.send(to, purpose, {
      kind: 'request',
      request,
      records: isSentAlong ? records : null,
      under: isSentAlong || request.kind === 'drop-unknown' ? under : null,
    });
  }

  mend(to: number, request: Request): void {
    const { mending } = this.host;
    const view = mending?.view ?? this.state().view;
    if (!view) return;
    this.set({ mending: { to, view, asked: request } });
    this.request(to, { of: 'mending', kind: request.kind }, request);
  }

  /** What the acceptor answers. */
  answer(request: Request): unknown {
    const actions = this.feed({ type: 'asked', request: request as never });
    const reply = actions.find((action) => action.type === 'reply');
    return reply?.type === 'reply' ? reply.reply : null;
  }
}

export function keepLater(work: Work, incoming: Records): void {
  const records = work.host.records.map((stored, key) => {
    const other = incoming[key] ?? null;
    return other && (!stored || stored.version < other.version) ? other : stored;
  });
  work.set({ records });
}

/** True while a host still waits for an answer of another. */
export function isAwaited(host: Host, purpose: Purpose, from: number): boolean {
  if (!host.isUp) return false;
  switch (purpose.of) {
    case 'change': {
      const { change } = host.member;
      if (!change || purpose.run !== host.runs || purpose.round !== change.round.number)
        return false;
      return isOpen(change.round, NODES[from]!);
    }
    case 'operation': {
      const { operation } = host;
      if (!operation || operation.number !== purpose.number) return false;
      return !operation.confirmed.includes(from) && !operation.refused.includes(from);
    }
    case 'mending':
      return host.mending?.to === from && host.mending.asked.kind === purpose.kind;
    case 'nothing':
      return false;
  }
}
