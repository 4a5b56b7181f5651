/** Takes a task back that has not run yet; harmless afterwards. */
export type Cancel = () => void;

/** Time as a node sees it. The product uses the machine's clocks, the simulator a virtual one. */
export interface Clock {
  /** Monotonic milliseconds since an arbitrary moment; fractions are allowed. */
  nowMs(): number;
  /** Milliseconds since the Unix epoch; may jump and may be wrong. */
  wallMs(): number;
  /** Runs `task` once, not earlier than `delayMs` from now. */
  after(delayMs: number, task: () => void): Cancel;
  /**
   * Runs `task` once, when everything that is ready now has been dealt with, so that what comes of it can be
   * sent together. A clock that has no turns leaves it out: then it is the next microtask.
   */
  soon?(task: () => void): void;
}

/** Runs `task` at the end of the present turn of the node. */
export function atEndOfTurn(clock: Clock, task: () => void): void {
  if (clock.soon) clock.soon(task);
  else void Promise.resolve().then(task);
}
