// Waits for several answers, and bounds the wait for the last ones when there are enough.
import type { Clock } from '@chord-dht/chord';

/** The wait for the last answers once there are enough, in milliseconds. */
export const LATECOMERS_MS = 250;

/**
 * Resolves with the answers so far when all are in, or `LATECOMERS_MS` after there were enough.
 * @throws the error of the first query that fails before that
 */
export function gather<Answer>(
  clock: Clock,
  asked: readonly Promise<Answer | undefined>[],
  enough: (answers: readonly Answer[]) => boolean,
): Promise<Answer[]> {
  const answers: Answer[] = [];
  return new Promise((resolve, reject) => {
    let cancel: (() => void) | undefined;
    const done = (): void => {
      cancel?.();
      resolve([...answers]);
    };
    let open = asked.length;
    if (open === 0) done();
    for (const one of asked) {
      one.then((answer) => {
        open -= 1;
        if (answer !== undefined) answers.push(answer);
        if (open === 0) done();
        else if (!cancel && enough(answers)) cancel = clock.after(LATECOMERS_MS, done);
      }, reject);
    }
  });
}
