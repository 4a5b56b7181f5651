// Everything that can happen next in a small world.
import type { SentState } from '../../view/view-codec';
import { isSealed, NO_VIEW, type ViewState } from '../../view/view-state';
import { isMember } from '../../view/view';
import type { Input } from './work';
import { NODES, indexOf, type Allowance, type Host, type Message } from './world';

export interface Move {
  readonly host: number;
  readonly input: Input;
  /** Tells inputs of one host apart. */
  readonly name: string;
  /** The message that is taken from the net, by its place there. */
  readonly takes?: number;
  readonly costs?: { readonly of: keyof Allowance; readonly count: number };
}

/** The views that hosts may propose, by host: each a list of members with its primary first. */
export type Wishes = readonly (readonly (readonly number[])[])[];

export interface Scene {
  readonly hosts: readonly Host[];
  /** Equal hosts have equal numbers. */
  readonly numbers: readonly number[];
  readonly net: readonly { readonly message: Message; readonly number: number }[];
  readonly left: Allowance;
  readonly acknowledged: readonly number[];
  readonly written: number;
  readonly wishes: Wishes;
  readonly sealedConfirm: boolean;
}

export function movesOf(scene: Scene): Move[] {
  const moves: Move[] = [];
  const { hosts, left } = scene;
  deliveries(scene, moves);
  for (const [index, host] of hosts.entries()) {
    if (!host.isUp) {
      moves.push({ host: index, input: { type: 'restart' }, name: 'restarts' });
      continue;
    }
    changes(scene, index, host, moves);
    operations(scene, index, host, moves);
    if (left.hearings > 0) moves.push(...hearingsOf(scene, index));
    if (left.crashes > 0) moves.push(costly(index, { type: 'crash' }, 'crashes', 'crashes'));
    if (left.wipes > 0) moves.push(costly(index, { type: 'wipe' }, 'loses its disk', 'wipes'));
  }
  return moves;
}

function costly(host: number, input: Input, name: string, of: keyof Allowance, count = 1): Move {
  return { host, input, name, costs: { of, count } };
}

function deliveries({ hosts, net, left }: Scene, moves: Move[]): void {
  let last = -1;
  for (const [takes, { message, number }] of net.entries()) {
    if (number === last || !hosts[message.to]?.isUp) continue;
    last = number;
    const input: Input = { type: 'deliver', message };
    const name = `is given ${number}`;
    moves.push({ host: message.to, input, name, takes });
    if (left.duplicates > 0 && message.from !== message.to)
      moves.push(costly(message.to, input, name, 'duplicates'));
  }
}

function changes(scene: Scene, index: number, host: Host, moves: Move[]): void {
  const { change } = host.member;
  const { left, hosts, wishes } = scene;
  if (change) {
    const open = change.round.open.map(({ to }) => indexOf(to)).filter((to) => to !== index);
    const isThere = (to: number): boolean => hosts[to]?.isUp === true;
    for (const to of open) {
      const count = isThere(to) ? 1 : 0;
      if (count <= left.timeouts)
        moves.push(costly(index, { type: 'fail', to }, `gives up on ${to}`, 'timeouts', count));
    }
    const count = open.filter(isThere).length;
    if (change.round.isWaiting && count <= left.timeouts)
      moves.push(costly(index, { type: 'late' }, 'waits no longer', 'timeouts', count));
    return;
  }
  if (left.proposals === 0 || !host.member.parts[0]?.state.view) return;
  for (const wanted of wishes[index] ?? [])
    moves.push(costly(index, { type: 'propose', wanted }, `proposes ${wanted}`, 'proposals'));
}

function operations(scene: Scene, index: number, host: Host, moves: Move[]): void {
  const { left, acknowledged, written, sealedConfirm } = scene;
  const state: ViewState = host.member.parts[0]?.state ?? NO_VIEW;
  if (host.operation) moves.push({ host: index, input: { type: 'abandon' }, name: 'abandons' });
  if (host.mending)
    moves.push({ host: index, input: { type: 'abandon-mending' }, name: 'mends no more' });
  if (!state.view) return;
  const confirms = state.synced && (sealedConfirm || !isSealed(state));
  if (left.gets > 0 && confirms && indexOf(state.view.primary) !== index)
    for (const key of host.records.keys()) {
      const input: Input = { type: 'get', key, known: acknowledged };
      moves.push(costly(index, input, `gets ${key} ${acknowledged}`, 'gets'));
    }
  if (!state.serving || isSealed(state)) return;
  for (const key of host.operation ? [] : host.records.keys()) {
    if (left.writes > 0) {
      const input: Input = { type: 'write', number: written + 1, key, known: [] };
      moves.push(costly(index, input, `writes ${written + 1} ${key}`, 'writes'));
    }
    if (left.reads > 0) {
      const number = 100 + left.reads;
      const input: Input = { type: 'read', number, key, known: acknowledged };
      moves.push(costly(index, input, `reads ${number} ${key} ${acknowledged}`, 'reads'));
    }
  }
  if (host.mending || left.mendings === 0) return;
  for (const [to, node] of NODES.entries())
    if (to !== index && isMember(state.view.members, node))
      moves.push(costly(index, { type: 'mend', to }, `mends ${to}`, 'mendings'));
}

/** What another host knows is heard at once. */
export function hearingsOf({ hosts, numbers }: Scene, index: number): Move[] {
  return [...hosts.entries()].flatMap(([other, { isUp, member }]) => {
    if (other === index || !isUp) return [];
    const states = member.parts.map(({ state }): SentState => {
      const { view, synced, forgot, promised, accepted } = state;
      return { view, synced, forgot, promised, accepted };
    });
    if (states.every(({ view }) => view === null)) return [];
    const name = `hears ${other} as ${numbers[other]}`;
    return [costly(index, { type: 'hear', states }, name, 'hearings')];
  });
}
