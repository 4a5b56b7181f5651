// Tries everything that can happen in a small world, breadth first, and checks the invariants in each state.
import { Engine, keyOf, type State, type World } from './engine';
import type { Machine } from './work';
import { recovers } from './recovery';

export interface Limits {
  /** Where to stop when there are more. */
  readonly statesMax: number;
  /** Of so many states one is looked at for whether the arc can be served again from there; 0 for none. */
  readonly recoverEach: number;
}

export interface Found {
  readonly world: string;
  readonly states: number;
  readonly moves: number;
  /** States from which the arc was served again, when nothing went wrong any more. */
  readonly recovered: number;
  /** Everything within the allowance was tried. */
  readonly isComplete: boolean;
  readonly violation?: { readonly sentence: string; readonly trace: readonly string[] };
}

export function explore(world: World, machine: Machine, limits: Limits): Found {
  return new Search(new Engine(world, machine), limits).run(world.name);
}

class Search {
  private readonly seen = new Set<string>();
  /** How each state was first reached: from which, by which of its moves. */
  private readonly parents: number[] = [-1];
  private readonly choices: number[] = [-1];
  private moves = 0;
  private recovered = 0;

  constructor(
    private readonly engine: Engine,
    private readonly limits: Limits,
  ) {}

  run(world: string): Found {
    const first = this.engine.begin();
    this.seen.add(keyOf(first));
    let level: { state: State; at: number }[] = [{ state: first, at: 0 }];
    let sentence: string | undefined;
    while (level.length > 0 && !sentence && this.seen.size < this.limits.statesMax) {
      const next: typeof level = [];
      for (const from of level) {
        sentence = this.expand(from, next);
        if (sentence || this.seen.size >= this.limits.statesMax) break;
      }
      level = next;
    }
    const { moves, recovered, seen } = this;
    const isComplete = level.length === 0 && !sentence;
    const found = { world, states: seen.size, moves, recovered, isComplete };
    if (!sentence) return found;
    return { ...found, violation: { sentence, trace: this.engine.replay(first, this.path()) } };
  }

  /** @returns what is broken in one of the states that can follow */
  private expand(
    { state, at }: { state: State; at: number },
    next: { state: State; at: number }[],
  ): string | undefined {
    for (const [choice, move] of this.engine.movesFrom(state).entries()) {
      this.moves += 1;
      const after = this.engine.apply(state, move);
      const { size } = this.seen;
      this.seen.add(keyOf(after.state));
      if (!after.violation && this.seen.size === size) continue;
      this.parents.push(at);
      this.choices.push(choice);
      const sentence = after.violation ?? this.engine.check(after.state) ?? this.stuck(after.state);
      if (sentence) return sentence;
      next.push({ state: after.state, at: this.parents.length - 1 });
    }
    return undefined;
  }

  private stuck(state: State): string | undefined {
    const { recoverEach } = this.limits;
    if (recoverEach === 0 || this.seen.size % recoverEach !== 0) return undefined;
    this.recovered += 1;
    return recovers(this.engine, state);
  }

  /** The choices that lead to the last state. */
  private path(): number[] {
    const path: number[] = [];
    for (let at = this.parents.length - 1; at > 0; at = this.parents[at] as number)
      path.push(this.choices[at] as number);
    return path.reverse();
  }
}
