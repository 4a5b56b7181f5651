// Knows what a page does for a person who comes again when a node cannot serve a key now: it asks again, as the harness of
// the node does (`patiently.ts`). Pages themselves only say so, and no test of them is to be decided by a busy machine.
import type { BrowserContext } from 'playwright-core';
import { PATIENCE } from './nodes';

/** How long a node may say of one thing that it cannot serve it now. */
const LATER_MS = 60_000 * PATIENCE;

/** Before a page of this window is opened. */
export async function askPatiently(context: BrowserContext): Promise<void> {
  await context.addInitScript((limitMs) => {
    const ofKeys = /\/(?:db|api\/v1\/(?:keys|lookups))\b/;
    const join = /\/join$/;
    const pauseMs = 250;
    const ask = window.fetch.bind(window);

    const isLater = (answer: Response, isJoin: boolean): boolean =>
      answer.status === 504 ||
      (answer.status === 503 && (answer.headers.has('retry-after') || isJoin)) ||
      (answer.status === 502 && isJoin);

    window.fetch = async (input, init) => {
      const { origin, pathname } = new URL(
        input instanceof Request ? input.url : input,
        document.baseURI,
      );
      const isJoin = join.test(pathname);
      if (origin !== location.origin || !(isJoin || ofKeys.test(pathname))) return ask(input, init);
      const request = new Request(input, init);
      // So that a write whose outcome is unknown may be sent again.
      if (!isJoin && request.method !== 'GET' && request.method !== 'HEAD')
        request.headers.set('Idempotency-Key', crypto.randomUUID());
      for (const untilMs = performance.now() + limitMs; ;) {
        const answer = await ask(request.clone());
        if (!isLater(answer, isJoin) || performance.now() >= untilMs) return answer;
        await new Promise((resolve) => setTimeout(resolve, pauseMs));
      }
    };
  }, LATER_MS);
}
