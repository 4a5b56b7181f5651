// Knows the one thing that a simulation needs of the machine that it runs on.

export interface Host {
  /**
   * Resolves when every promise that could go on has gone on. In Node after `setImmediate`, in a
   * browser after a message through a `MessageChannel`; a microtask alone is too early.
   */
  yieldToHost(): Promise<void>;
}
