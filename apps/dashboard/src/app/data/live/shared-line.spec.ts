import type { FromFeed, ToFeed } from './feed-messages';
import { type FeedLine, SharedLine } from './shared-line';

const WISH = { say: 'wish', wishes: { watches: true } } as ToFeed;
const RING = { say: 'ring', readAtMs: 1 } as FromFeed;
const STILL_HERE_MS = 5_000;

/** A page with a worker that answers on request of the test, and with a feed of its own that answers at once. */
function pageWith() {
  const heard: FromFeed[] = [];
  const toWorker: ToFeed[] = [];
  const toOwn: ToFeed[] = [];
  const port = {
    onmessage: null as ((event: { data: FromFeed }) => void) | null,
    start: () => undefined,
    postMessage: (message: ToFeed) => void toWorker.push(message),
  };
  const worker = { port, onerror: null as (() => void) | null };
  let ownHear: (message: FromFeed) => void = () => undefined;
  const withinPage = (hear: (message: FromFeed) => void): FeedLine => {
    ownHear = hear;
    return { say: (message) => void toOwn.push(message) };
  };
  const line = new SharedLine(
    worker as unknown as SharedWorker,
    (message) => heard.push(message),
    withinPage,
  );
  return {
    heard,
    toWorker,
    toOwn,
    line,
    fail: () => worker.onerror?.(),
    answer: (message: FromFeed) => port.onmessage?.({ data: message }),
    ownAnswers: (message: FromFeed) => ownHear(message),
    async wishFor(ms: number): Promise<void> {
      for (let said = 0; said <= ms; said += STILL_HERE_MS) {
        line.say(WISH);
        await jest.advanceTimersByTimeAsync(STILL_HERE_MS);
      }
    },
  };
}

describe('the line to the worker that tabs share', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('leaves the work to a worker that answers, however many wishes come at once', async () => {
    const page = pageWith();
    for (let wishes = 0; wishes < 20; wishes += 1) page.line.say(WISH);
    for (let turns = 0; turns < 10; turns += 1) {
      page.answer({ say: 'heard' });
      await page.wishFor(STILL_HERE_MS);
    }
    page.answer(RING);
    expect(page.toOwn).toEqual([]);
    expect(page.heard).toContainEqual(RING);
  });

  it('does the work itself while the worker is silent, and ends that with its first message', async () => {
    const page = pageWith();
    await page.wishFor(3 * STILL_HERE_MS);
    expect(page.toOwn[0]).toEqual(WISH);
    page.ownAnswers(RING);
    expect(page.heard).toEqual([RING]);

    page.answer({ say: 'heard' });
    expect(page.toOwn.at(-1)).toEqual({ say: 'bye' });
    page.ownAnswers(RING);
    expect(page.heard).toEqual([RING, { say: 'heard' }]);
    const said = page.toOwn.length;
    page.line.say(WISH);
    expect(page.toOwn).toHaveLength(said);
    expect(page.toWorker.at(-1)).toEqual(WISH);
  });

  it('does the work itself at once where the worker cannot be started', () => {
    const page = pageWith();
    page.line.say(WISH);
    page.fail();
    page.line.say({ say: 'reload' });
    expect(page.toOwn).toEqual([WISH, { say: 'reload' }]);
  });
});
