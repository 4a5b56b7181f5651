// Waits for a state instead of for a time.
import { PATIENCE } from './patience';

const WITHIN_MS = 180_000;
/**
 * Of the time that has gone by, and at the most: each question costs those something who are waited for, so whoever has
 * waited for long asks less often. A state that is awaited has to stay, on a busy machine above all.
 */
const PAUSE_SHARE = 0.1;
const PAUSE_MS_MAX = 500;

export interface Patience {
  /** How long the state may take on a quiet machine; generous, because no test is decided by time. */
  readonly withinMs?: number;
  /** At first. */
  readonly everyMs?: number;
  /** Added to the message when the state does not come. */
  readonly onFailure?: () => string;
}

/**
 * Asks again and again until `probe` answers `true`. Anything else it answers or throws says what is
 * still missing, and stands in the error when time is up.
 * @returns the milliseconds that it took
 */
export async function until(
  state: string,
  probe: () => Promise<true | string> | true | string,
  { withinMs = WITHIN_MS, everyMs = 50, onFailure = () => '' }: Patience = {},
): Promise<number> {
  const startMs = performance.now();
  const limitMs = withinMs * PATIENCE;
  let missing: string;
  do {
    missing = await ask(probe);
    if (missing === '') return performance.now() - startMs;
    const longMs = Math.min(PAUSE_MS_MAX, PAUSE_SHARE * (performance.now() - startMs));
    await new Promise((resolve) => setTimeout(resolve, Math.max(everyMs, longMs)));
  } while (performance.now() - startMs < limitMs);
  throw new Error(
    `waited ${limitMs.toFixed(0)} ms for ${state}; at last: ${missing}\n${onFailure()}`,
  );
}

async function ask(probe: () => Promise<true | string> | true | string): Promise<string> {
  try {
    const answer = await probe();
    return answer === true ? '' : answer;
  } catch (error) {
    return String(error);
  }
}
