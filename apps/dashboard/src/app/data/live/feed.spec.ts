import { Feed, type FeedPort } from './feed';
import type { FromFeed, Wishes } from './feed-messages';

interface Connection {
  readonly url: string;
  readonly lastId: string | undefined;
  readonly signal: AbortSignal;
  say(text: string): void;
  end(): void;
}

const RING_URL = 'http://node/api/v1/ring';

/** A node: each stream waits for the test, and a request for the ring is answered at once. */
function node() {
  const streams: Connection[] = [];
  let readings = 0;
  let arrived: () => void = () => undefined;
  const stream = (url: string, init: RequestInit): unknown => {
    const said: (Uint8Array | null)[] = [];
    let wake: () => void = () => undefined;
    const push = (piece: Uint8Array | null): void => {
      said.push(piece);
      wake();
    };
    init.signal?.addEventListener('abort', () => push(null));
    streams.push({
      url,
      lastId: (init.headers as Record<string, string>)['last-event-id'],
      signal: init.signal as AbortSignal,
      say: (text) => push(new TextEncoder().encode(text)),
      end: () => push(null),
    });
    arrived();
    const read = async () => {
      while (said.length === 0) await new Promise<void>((resolve) => (wake = resolve));
      const value = said.shift() ?? undefined;
      return { done: value === undefined, value };
    };
    return { ok: true, body: { getReader: () => ({ read }) } };
  };
  const fetch = async (input: unknown, init: RequestInit): Promise<unknown> => {
    if (input !== RING_URL) return stream(String(input), init);
    readings += 1;
    return { ok: true, json: async () => ({ reading: readings }) };
  };
  const connection = async (index: number): Promise<Connection> => {
    for (;;) {
      const call = streams[index];
      if (call) return call;
      await new Promise<void>((resolve) => (arrived = resolve));
    }
  };
  return { fetch: fetch as typeof globalThis.fetch, streams, connection, readings: () => readings };
}

/** A page that records its messages. */
function page(feed: Feed) {
  const heard: FromFeed[] = [];
  let waiter: () => void = () => undefined;
  const port: FeedPort = {
    post: (message) => {
      heard.push(message);
      waiter();
    },
  };
  const events = (): string[] =>
    heard
      .flatMap((message) => (message.say === 'events' ? message.events : []))
      .map(({ type }) => type);
  const until = async (isSo: () => boolean): Promise<void> => {
    while (!isSo()) await new Promise<void>((resolve) => (waiter = resolve));
  };
  const wish = (wishes: Partial<Wishes> = {}): void =>
    feed.hear(port, {
      say: 'wish',
      wishes: {
        watches: true,
        lookups: false,
        keys: null,
        eventsUrl: 'http://node/events',
        watchUrl: 'http://node/watch',
        ringUrl: RING_URL,
        ...wishes,
      },
    });
  return { heard, events, until, wish, port };
}

const event = (id: number, type: string, kind = 'fault'): string =>
  `id: b-${id}\nevent: ${type}\ndata: ${JSON.stringify({ type, kind, sequence: id, at: `2026-01-01T00:00:0${id}.000Z` })}\n\n`;

describe('the feed', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('has one stream and one reading for twenty pages', async () => {
    const { fetch, streams, connection, readings } = node();
    const feed = new Feed(fetch);
    const pages = Array.from({ length: 20 }, () => page(feed));
    for (const one of pages) one.wish();
    const stream = await connection(0);
    expect(stream.url).toContain('after=0');
    stream.say(event(1, 'peer-failed'));
    await jest.advanceTimersByTimeAsync(300);
    for (const one of pages) {
      expect(one.events()).toEqual(['peer-failed']);
      expect(one.heard.filter(({ say }) => say === 'ring').length).toBeGreaterThan(0);
    }
    expect(streams).toHaveLength(1);
    expect(readings()).toBeLessThanOrEqual(2);
  });

  it('sends a later page the events that it has missed', async () => {
    const { fetch, connection } = node();
    const feed = new Feed(fetch);
    const first = page(feed);
    first.wish();
    (await connection(0)).say(event(1, 'peer-failed') + event(2, 'woke-up'));
    await jest.advanceTimersByTimeAsync(10);
    const second = page(feed);
    second.wish();
    expect(second.events()).toEqual(['peer-failed', 'woke-up']);
    expect(second.heard).toContainEqual({ say: 'state', state: 'live' });
  });

  it('reads nothing for hidden pages, and resumes behind the last event', async () => {
    const { fetch, connection, streams, readings } = node();
    const feed = new Feed(fetch);
    const only = page(feed);
    only.wish();
    (await connection(0)).say(event(1, 'peer-failed'));
    await jest.advanceTimersByTimeAsync(10);
    only.wish({ watches: false });
    await jest.advanceTimersByTimeAsync(3_100);
    expect(streams[0]?.signal.aborted).toBe(true);
    const before = readings();
    await jest.advanceTimersByTimeAsync(60_000);
    expect(readings()).toBe(before);
    only.wish();
    await jest.advanceTimersByTimeAsync(10);
    expect((await connection(1)).lastId).toBe('b-1');
    expect(readings()).toBe(before + 1);
  });

  it('goes on behind the last event after a lost connection, and passes over what cannot be read', async () => {
    const { fetch, connection } = node();
    const feed = new Feed(fetch);
    const only = page(feed);
    only.wish();
    const first = await connection(0);
    first.say(`data: {broken\n\n${event(1, 'woke-up')}`);
    await jest.advanceTimersByTimeAsync(10);
    first.end();
    await jest.advanceTimersByTimeAsync(1_000);
    expect((await connection(1)).lastId).toBe('b-1');
    expect(only.events()).toEqual(['woke-up']);
  });

  it('asks for lookups only while a page wants them', async () => {
    const { fetch, connection } = node();
    const feed = new Feed(fetch);
    const only = page(feed);
    only.wish();
    expect((await connection(0)).url).not.toContain('lookup');
    only.wish({ lookups: true });
    expect((await connection(1)).url).toContain('lookup');
  });

  it('watches the keys of all pages at once, and sends changes in groups', async () => {
    const { fetch, connection, streams } = node();
    const feed = new Feed(fetch);
    const [first, second] = [page(feed), page(feed)];
    first.wish({ keys: 'users/1/' });
    const narrow = await connection(1);
    expect(narrow.url).toBe('http://node/watch?prefix=users%2F1%2F');
    second.wish({ keys: 'users/2/' });
    const wide = await connection(2);
    expect(wide.url).toBe('http://node/watch?prefix=users%2F');
    expect([narrow.signal.aborted, wide.lastId]).toEqual([true, undefined]);
    wide.say('id: w-1\nevent: ready\ndata: {"type":"ready"}\n\n');
    for (let number = 0; number < 250; number += 1)
      wide.say(`id: w-2\ndata: {"type":"created","key":"users/1/${number}"}\n\n`);
    await jest.advanceTimersByTimeAsync(200);
    for (const { heard } of [first, second]) {
      expect(heard).toContainEqual({ say: 'watch', state: 'live' });
      expect(heard).toContainEqual({ say: 'again' });
      const told = heard.filter((message) => message.say === 'changes');
      expect(told).toHaveLength(1);
      expect(told[0]).toMatchObject({ dropped: 50 });
    }
    // A prefix that is watched already is not restarted; without any wish the watch ends.
    first.wish({ keys: 'users/' });
    second.wish({ keys: null });
    expect(streams).toHaveLength(3);
    first.wish({ keys: null });
    expect(streams.filter(({ url, signal }) => /watch/.test(url) && !signal.aborted)).toEqual([]);
  });

  it('drops a page that has closed silently', async () => {
    const { fetch, connection, streams } = node();
    const feed = new Feed(fetch);
    page(feed).wish();
    await connection(0);
    await jest.advanceTimersByTimeAsync(30_000);
    expect(streams[0]?.signal.aborted).toBe(true);
  });
});
