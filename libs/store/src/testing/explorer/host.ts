// One host of a small world: its reaction to one event.
import { isSealed, NO_VIEW } from '../../view/view-state';
import { sameView, type View } from '../../view/view';
import { askPrimary, operate } from './operations';
import { deliver, failed } from './serving';
import { Work, type Effect, type Input, type Machine } from './work';
import { NODES, type Host } from './world';

export function react(machine: Machine, index: number, host: Host, input: Input): Effect {
  const work = new Work(host, index, machine);
  handle(work, input);
  return { host: work.host, sent: work.sent, notes: work.notes };
}

function handle(work: Work, input: Input): void {
  switch (input.type) {
    case 'deliver':
      return deliver(work, input.message);
    case 'fail':
      return failed(work, input.to, 'It is silent.', true);
    case 'late': {
      const round = work.host.member.change?.round.number ?? 0;
      return work.perform(work.feed({ type: 'late', round }));
    }
    case 'propose':
      return propose(work, input.wanted);
    case 'write':
    case 'read':
      return operate(work, input);
    case 'get':
      return askPrimary(work, input);
    case 'abandon':
      return work.set({ operation: null });
    case 'mend': {
      const view = work.state().view as View;
      return work.perform(work.feed({ type: 'mend', view, member: NODES[input.to]! }));
    }
    case 'abandon-mending':
      return work.set({ mending: null });
    case 'hear':
      for (const state of input.states) work.hear(state);
      return;
    case 'crash':
      return crash(work, false);
    case 'wipe':
      return crash(work, true);
    case 'restart':
      return work.set({ isUp: true });
  }
}

function propose(work: Work, wanted: readonly number[]): void {
  const { member, foreign, records } = work.host;
  const state = work.state();
  const basis = state.view as View;
  const ballots = work.host.ballots + 1;
  work.set({ ballots, runs: work.host.runs + 1 });
  const { chosen } = member;
  const isUnbegun =
    chosen !== null && sameView(chosen.view, basis) && state.synced && !isSealed(state);
  const bases = [basis, ...foreign.filter(({ lineage }) => lineage !== basis.lineage)];
  const actions = work.feed({
    type: 'propose',
    plan: {
      self: NODES[work.index]!,
      arc: { fromId: '00', toId: '00' },
      bases,
      wanted: wanted.map((index) => NODES[index]!),
      ballot: { round: ballots, node: NODES[work.index]!.id },
      toBegin: null,
      chosen: bases.length === 1 && isUnbegun ? chosen : null,
      serves: state.serving ? basis.members : null,
      had: records.some((stored) => stored !== null),
      neighbours: NODES.filter((_, index) => index !== work.index && wanted.includes(index)),
    },
  });
  work.perform(actions);
}

/** A process that ends, with its disk or without. Another disk has another name. */
function crash(work: Work, isWiped: boolean): void {
  const { host } = work;
  const disk = isWiped ? `${host.member.disk}'` : host.member.disk;
  const kept = isWiped
    ? host.kept.map(({ arc }) => ({ arc, state: NO_VIEW }))
    : host.kept.map(({ arc, state }) => ({ arc, state: { ...state, serving: false } }));
  work.set({
    isUp: false,
    member: { ...host.member, disk, parts: kept, change: null, chosen: null, reign: null },
    kept,
    records: isWiped ? host.records.map(() => null) : host.records,
    operation: null,
    mending: null,
    foreign: [],
  });
}
