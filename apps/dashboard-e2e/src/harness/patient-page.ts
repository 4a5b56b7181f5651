// Repeats an action on a page where a node cannot serve a key yet, as a person would and as the node's harness does
// (`patiently.ts`). Pages themselves only report it, and a busy machine must not decide a test of them.
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
