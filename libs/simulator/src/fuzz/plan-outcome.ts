// The outcome of a run of a plan.

export interface PlanFailure {
  /**
   * `invariant`: one did not hold. `progress`: the ring was not ideal in time, or did not stay so. `lookup`: a lookup
   * in the ideal ring was wrong. `defect`: a node met an unexpected error. With values: `lost-write`: an acknowledged
   * write is gone, or an old value is back. `linearizability`: the answers do not fit one register. `replicas`: copies
   * differ, or there are too few or too many.
   */
  readonly kind:
    | 'invariant'
    | 'progress'
    | 'lookup'
    | 'defect'
    | 'lost-write'
    | 'linearizability'
    | 'replicas';
  readonly detail: string;
  readonly atMs: number;
}

export interface PlanOutcome {
  readonly failure: PlanFailure | undefined;
  readonly events: number;
  /** The number of states of a ring, or of histories of keys, that were checked. */
  readonly checks: number;
  readonly hash: string;
}
