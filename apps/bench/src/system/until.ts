// Waits for a state instead of for a time.

const EVERY_MS = 50;

/**
 * Asks again and again until `probe` answers `true`; anything else it answers or throws stands in the
 * error when time is up.
 */
export async function until(
  state: string,
  withinMs: number,
  probe: () => Promise<true | string>,
): Promise<void> {
  const endMs = performance.now() + withinMs;
  let missing: true | string;
  do {
    missing = await probe().catch(String);
    if (missing === true) return;
    await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
  } while (performance.now() < endMs);
  throw new Error(`waited ${Math.round(withinMs / 1000)} s for ${state}; at last: ${missing}`);
}
