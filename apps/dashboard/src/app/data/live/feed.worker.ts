// The feed in a shared worker: one for all tabs of this origin.
import { Feed, type FeedPort } from './feed';
import type { ToFeed } from './feed-messages';

const feed = new Feed((input, init) => fetch(input, init));

(globalThis as unknown as { onconnect: (event: MessageEvent) => void }).onconnect = ({ ports }) => {
  const [channel] = ports;
  if (!channel) return;
  const port: FeedPort = { post: (message) => channel.postMessage(message) };
  channel.onmessage = ({ data }: MessageEvent<ToFeed>) => feed.hear(port, data);
  channel.start();
};
