// Knows how a page reaches the feed: in the worker that all tabs share, or, where there is none, within the page.
import { InjectionToken } from '@angular/core';
import { Feed } from './feed';
import type { FromFeed, ToFeed } from './feed-messages';

export interface FeedLine {
  say(message: ToFeed): void;
}

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

/** Where the worker cannot be started, the page does the work itself: what was said before is said again. */
function throughWorker(hear: (message: FromFeed) => void): FeedLine {
  const worker = new SharedWorker(new URL('./feed.worker', import.meta.url), {
    type: 'module',
    name: 'chord-feed',
  });
  const { port } = worker;
  let own: FeedLine | null = null;
  let last: ToFeed | null = null;
  port.onmessage = ({ data }: MessageEvent<FromFeed>) => hear(data);
  worker.onerror = () => {
    own ??= withinPage(hear);
    if (last) own.say(last);
  };
  port.start();
  return {
    say: (message) => {
      if (message.say === 'wish') last = message;
      if (own) own.say(message);
      else port.postMessage(message);
    },
  };
}
