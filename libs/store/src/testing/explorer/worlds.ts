// The small worlds that are tried.
import { activate, NO_VIEW, type ViewState } from '../../view/view-state';
import { reignOver, type Reign } from '../../view/reign';
import type { View } from '../../view/view';
import type { World } from './engine';
import { NODES, type Allowance, type Host } from './world';

const LINEAGE = '5555555555555555';
const NOTHING: Allowance = {
  proposals: 0,
  writes: 0,
  reads: 0,
  gets: 0,
  mendings: 0,
  hearings: 0,
  crashes: 0,
  wipes: 0,
  timeouts: 0,
  duplicates: 0,
};

export function viewOf(epoch: number, members: readonly number[], lineage = LINEAGE): View {
  const nodes = members.map((index) => NODES[index]!);
  return { epoch, lineage, primary: nodes[0]!, members: nodes };
}

/** Members of a view that has begun, and newcomers; one key without a record. */
function hostsOf(count: number, view: View): Host[] {
  return NODES.slice(0, count).map((self) => {
    const isOfView = view.members.some(({ id }) => id === self.id);
    const serving = view.primary.id === self.id;
    const state: ViewState = isOfView
      ? { ...activate({ ...NO_VIEW, forgot: false }, view, true), serving }
      : { ...NO_VIEW };
    return hostWith(self, state, serving ? reignOver(view, view.members) : null);
  });
}

function hostWith(self: (typeof NODES)[number], state: ViewState, reign: Reign | null): Host {
  const parts = [{ arc: { fromId: '00', toId: '00' }, state }];
  return {
    isUp: true,
    member: {
      self,
      disk: self.address.slice(0, 1),
      parts,
      change: null,
      chosen: null,
      reign,
    },
    kept: parts,
    records: [null],
    runs: 0,
    ballots: 0,
    operation: null,
    mending: null,
    foreign: [],
  };
}

const [A, B, C, D] = [0, 1, 2, 3];

/** C was primary and B takes over from it, while C takes a newcomer in. */
export function rivals(allowance: Partial<Allowance>, answersAtOnce = true): World {
  const view = viewOf(1, [C, A, B]);
  return {
    name: 'rivals',
    hosts: hostsOf(4, view),
    wishes: [[], [[B, C, A]], [[C, A, D]], []],
    allowance: { ...NOTHING, ...allowance },
    answersAtOnce,
  };
}

/**
 * C was primary; B goes on without A, which seals the view and may not hear of the next.
 * @param change how this world is wrong
 */
export function replaced(change: Partial<World> = {}): World {
  const world = rivals({ proposals: 1, writes: 1, gets: 1, timeouts: 2 });
  return { ...world, name: 'replaced', wishes: [[], [[B, D, C]], [], []], ...change };
}

const named = (name: string, world: World): World => ({ ...world, name });

/** They are tried as a whole with every test run. */
export const SMALL_WORLDS: readonly World[] = [
  named('one proposal, one write, answers late', rivals({ proposals: 1, writes: 1 }, false)),
  named('one proposal, two writes', rivals({ proposals: 1, writes: 2 })),
  named(
    'a question is given up, a message comes twice',
    rivals({ proposals: 1, writes: 1, timeouts: 1, duplicates: 1 }),
  ),
  named('a crash', rivals({ proposals: 1, writes: 1, crashes: 1 })),
  named('a lost disk', rivals({ proposals: 1, writes: 1, wipes: 1 })),
  named('two proposals', rivals({ proposals: 2, writes: 1 })),
  named('a write and a reading of a member', rivals({ proposals: 1, writes: 1, gets: 1 })),
  named('a reading of a member that was replaced', replaced()),
];

/** They take minutes each, and more memory. */
export const LARGE_WORLDS: readonly World[] = [
  named('two proposals, a lost disk', rivals({ proposals: 2, writes: 1, wipes: 1 })),
  named('two proposals, a crash', rivals({ proposals: 2, writes: 1, crashes: 1 })),
  named('two proposals, a question is given up', rivals({ proposals: 2, writes: 1, timeouts: 1 })),
  named(
    'two writes, a crash, a question is given up',
    rivals({ proposals: 1, writes: 2, timeouts: 1, crashes: 1 }),
  ),
  named('a lost disk that is mended', rivals({ proposals: 1, writes: 1, wipes: 1, mendings: 1 })),
  named('a write and a reading', rivals({ proposals: 1, writes: 1, reads: 1 })),
  named(
    'a write, a reading of a member, a crash, a question is given up',
    rivals({ proposals: 1, writes: 1, gets: 1, crashes: 1, timeouts: 1 }),
  ),
  named(
    'two proposals, two writes, a crash, a lost disk',
    rivals({ proposals: 2, writes: 2, crashes: 1, wipes: 1, mendings: 1, timeouts: 1 }),
  ),
];
