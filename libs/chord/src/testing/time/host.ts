// The one thing that a simulation needs of its host.

export interface Host {
  /**
   * Calls `step` again and again until it returns false. Before each call, the first one included, every
   * promise that could go on has gone on: in Node between two tasks of `setImmediate`, in a browser
   * between two messages of a `MessageChannel`; a microtask alone is too early.
   * @throws what `step` throws
   */
  takeTurns(step: () => boolean): Promise<void>;
}
