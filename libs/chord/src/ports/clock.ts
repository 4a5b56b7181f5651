/** Cancels a task that has not run yet; no effect afterwards. */
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
   * Runs `task` once, after all work that is ready now, so that the messages it causes can be sent together. Optional:
   * without it, the task runs in the next microtask.
   */
  soon?(task: () => void): void;
}

/** Runs `task` at the end of the node's present turn of the event loop. */
export function atEndOfTurn(clock: Clock, task: () => void): void {
  if (clock.soon) clock.soon(task);
  else void Promise.resolve().then(task);
}
