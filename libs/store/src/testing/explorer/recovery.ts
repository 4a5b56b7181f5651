// Checks that an arc is served again when nothing fails any more: no host stays down, and every message arrives.
import { isSealed } from '../../view/view-state';
import { sameNode } from '@chord-dht/chord';
import { Quorum } from '../../view/quorum';
import { sameView, type View } from '../../view/view';
import type { Engine, State } from './engine';
import type { Input } from './work';
import type { Move } from './moves';
import { indexOf, type Host } from './world';

const STEPS_MAX = 2_000;
const ATTEMPTS_MAX = 12;

/** @returns what is wrong, and nothing when the arc is served */
export function recovers(engine: Engine, start: State): string | undefined {
  let state = start;
  let attempts = 0;
  for (let steps = 0; steps < STEPS_MAX; steps += 1) {
    const hosts = engine.hostsOf(state);
    const move = nextMove(engine, state, hosts);
    if (move) {
      const after = engine.apply(state, move);
      const sentence = after.violation ?? engine.check(after.state);
      if (sentence) return `${sentence} (when nothing goes wrong any more)`;
      state = after.state;
      continue;
    }
    if (hosts.some((host, index) => serves(hosts, host, index))) return undefined;
    if (attempts === ATTEMPTS_MAX) break;
    attempts += 1;
    state = attempt(engine, state);
  }
  return 'The arc is not served again.';
}

/** What is under way goes on. */
function nextMove(engine: Engine, { net }: State, hosts: readonly Host[]): Move | undefined {
  const down = hosts.findIndex(({ isUp }) => !isUp);
  if (down >= 0) return moveOf(down, { type: 'restart' }, 'restarts');
  const [number] = net;
  if (number !== undefined) {
    const message = engine.messageOf(number);
    const name = `is given ${number}`;
    return { host: message.to, input: { type: 'deliver', message }, name, takes: 0 };
  }
  for (const [index, host] of hosts.entries()) {
    if (host.operation) return moveOf(index, { type: 'abandon' }, 'abandons');
    if (host.mending) return moveOf(index, { type: 'abandon-mending' }, 'mends no more');
    const open = host.member.change?.round.open[0];
    if (!open) continue;
    // What was asked is lost.
    const to = indexOf(open.to);
    return moveOf(index, { type: 'fail', to }, `gives up on ${to}`);
  }
  return undefined;
}

/** Everybody asks everybody, and the first that knows a view proposes what it wishes. */
function attempt(engine: Engine, start: State): State {
  let state = start;
  for (const index of engine.hostsOf(state).keys()) {
    for (const move of engine.hearings(state, index)) state = engine.apply(state, move).state;
  }
  const hosts = engine.hostsOf(state);
  const owner = engine.world.wishes.findIndex(
    (wishes, index) => wishes.length > 0 && hosts[index]?.member.parts[0]?.state.view,
  );
  const [wanted] = engine.world.wishes[owner] ?? [];
  if (!wanted) return state;
  return engine.apply(state, moveOf(owner, { type: 'propose', wanted }, `proposes ${wanted}`))
    .state;
}

function moveOf(host: number, input: Input, name: string): Move {
  return { host, input, name };
}

function serves(hosts: readonly Host[], { member }: Host, index: number): boolean {
  return member.parts.every(({ state }) => {
    const { view, serving } = state;
    if (!view || !serving || isSealed(state) || indexOf(view.primary) !== index) return false;
    return new Quorum(view.members, sameNode).isReached(
      view.members.filter((node) => isCounting(hosts[indexOf(node)], view)),
    );
  });
}

function isCounting(host: Host | undefined, view: View): boolean {
  return (
    host?.member.parts.every(
      ({ state }) => sameView(state.view, view) && state.synced && !isSealed(state),
    ) === true
  );
}
