// Alternates promises and the steps of a simulated world in a process of Node.

declare function setImmediate(task: () => void): unknown;

/** Node runs all promises between two tasks of one batch, and looks for input only after the last. */
const BATCH_MAX = 32;

/**
 * Calls `step` again and again until it returns false. Before each call every promise that could go on
 * has gone on. @throws what `step` throws
 */
export function takeTurns(step: () => boolean): Promise<void> {
  return new Promise((resolve, reject) => {
    let isOver = false;
    const turn = (): void => {
      if (isOver) return;
      try {
        if (step()) return;
        resolve();
      } catch (error) {
        reject(error as Error);
      }
      isOver = true;
    };
    // Most waits end after a few turns: the first batches are small.
    const batch = (size: number): void => {
      if (isOver) return;
      for (let count = 0; count < size; count += 1) setImmediate(turn);
      setImmediate(() => batch(Math.min(BATCH_MAX, 2 * size)));
    };
    batch(2);
  });
}
