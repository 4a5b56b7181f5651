/** The one source of randomness of a node, so that a seed decides a simulated run. */
export interface Random {
  /** Uniform in [0, 1). */
  next(): number;
}
