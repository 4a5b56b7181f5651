// Connects a page to the feed: in the shared worker of all tabs or, where there is none, within the page.
import { InjectionToken } from '@angular/core';
import { Feed } from './feed';
import type { FromFeed } from './feed-messages';
import { type FeedLine, SharedLine } from './shared-line';

export type ConnectFeed = (hear: (message: FromFeed) => void) => FeedLine;

export const CONNECT_FEED = new InjectionToken<ConnectFeed>('feed', {
  providedIn: 'root',
  factory: () => connectFeed,
});

const connectFeed: ConnectFeed = (hear) =>
  typeof SharedWorker === 'undefined' ? withinPage(hear) : throughWorker(hear);

function withinPage(hear: (message: FromFeed) => void): FeedLine {
  const feed = new Feed((input, init) => fetch(input, init));
  const port = { post: hear };
  return { say: (message) => feed.hear(port, message) };
}

function throughWorker(hear: (message: FromFeed) => void): FeedLine {
  const worker = new SharedWorker(new URL('./feed.worker', import.meta.url), {
    type: 'module',
    name: 'chord-feed',
  });
  return new SharedLine(worker, hear, withinPage);
}
