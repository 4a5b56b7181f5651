// Checks whether a history of operations on one object is linearizable.

/**
 * One operation as its client saw it. `endMs` is `Infinity` when its outcome is unknown: it may have
 * taken effect at any moment after its start, or never.
 */
export interface Operation<Call, Reply> {
  readonly call: Call;
  /** `undefined` while the outcome is unknown. */
  readonly reply: Reply | undefined;
  readonly startMs: number;
  readonly endMs: number;
}

/** An object that does one thing at a time. */
export interface SequentialModel<State, Call, Reply> {
  readonly initial: State;
  /** The state afterwards; `undefined` when the object in this state would not have replied so. */
  step(state: State, call: Call, reply: Reply | undefined): State | undefined;
  /** The same text for equal states, and for no others. */
  print(state: State): string;
}

export interface Verdict {
  readonly linearizable: boolean;
  /** Indices of operations in an order that explains the history; the longest that was found when none does. */
  readonly order: readonly number[];
  /** Combinations of done operations and state that were looked at. */
  readonly looked: number;
}

/** A history with more combinations than this is not decided. */
const LOOKS_MAX = 2_000_000;

/**
 * The search of Wing and Gong (Testing and Verifying Concurrent Objects, 1993) with Lowe's memory
 * of combinations already seen (Testing for Linearizability, 2017).
 * @throws RangeError when the history is too entangled to be decided
 */
export function checkLinearizable<State, Call, Reply>(
  history: readonly Operation<Call, Reply>[],
  model: SequentialModel<State, Call, Reply>,
): Verdict {
  const search = new Search(history, model);
  const linearizable = search.from(model.initial);
  return { linearizable, order: search.longest, looked: search.looked };
}

class Search<State, Call, Reply> {
  longest: readonly number[] = [];
  looked = 0;
  private readonly done: boolean[];
  private readonly order: number[] = [];
  private readonly seen = new Set<string>();
  private readonly byStart: readonly number[];
  private unanswered: number;

  constructor(
    private readonly history: readonly Operation<Call, Reply>[],
    private readonly model: SequentialModel<State, Call, Reply>,
  ) {
    this.done = history.map(() => false);
    this.unanswered = history.filter((operation) => operation.endMs !== Infinity).length;
    this.byStart = history
      .map((_, index) => index)
      .sort((a, b) => this.at(a).startMs - this.at(b).startMs);
  }

  /** True when all operations with a known outcome find a place behind those in `order`. */
  from(state: State): boolean {
    if (this.order.length > this.longest.length) this.longest = [...this.order];
    if (this.unanswered === 0) return true;
    if (this.wasSeen(state)) return false;
    return this.candidates().some((index) => this.tryNext(index, state));
  }

  private tryNext(index: number, state: State): boolean {
    const { call, reply, endMs } = this.at(index);
    const next = this.model.step(state, call, reply);
    if (next === undefined) return false;
    const counted = endMs === Infinity ? 0 : 1;
    this.done[index] = true;
    this.order.push(index);
    this.unanswered -= counted;
    if (this.from(next)) return true;
    this.unanswered += counted;
    this.order.pop();
    this.done[index] = false;
    return false;
  }

  /** Whatever began before the first end among those that are left. */
  private candidates(): number[] {
    let firstEndMs = Infinity;
    this.history.forEach(({ endMs }, index) => {
      if (!this.done[index] && endMs < firstEndMs) firstEndMs = endMs;
    });
    return this.byStart.filter(
      (index) => !this.done[index] && this.at(index).startMs <= firstEndMs,
    );
  }

  private wasSeen(state: State): boolean {
    this.looked += 1;
    if (this.looked > LOOKS_MAX)
      throw new RangeError('The history is too entangled to be decided.');
    const combination = `${this.doneText()} ${this.model.print(state)}`;
    if (this.seen.has(combination)) return true;
    this.seen.add(combination);
    return false;
  }

  /** Which are done: how many of the earliest without a gap, and then each of the others. */
  private doneText(): string {
    const { byStart, done } = this;
    let place = 0;
    while (place < byStart.length && done[byStart[place] as number]) place += 1;
    let text = String(place);
    for (; place < byStart.length; place += 1)
      if (done[byStart[place] as number]) text += `,${place}`;
    return text;
  }

  private at(index: number): Operation<Call, Reply> {
    return this.history[index] as Operation<Call, Reply>;
  }
}
