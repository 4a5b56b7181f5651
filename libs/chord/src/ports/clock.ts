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
}
