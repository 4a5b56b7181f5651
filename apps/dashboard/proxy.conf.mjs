// The source of data for `nx serve dashboard`: a running node, by default at port 5000, or recorded answers, with
// CHORD_NODE=recorded.
import { playRecorded } from './recorded/player.mjs';

const wanted = process.env.CHORD_NODE ?? 'http://localhost:5000';
const target = wanted === 'recorded' ? await playRecorded() : wanted;

/** Pages of the dashboard itself, below paths of the node's API. */
const PAGES = /^\/(?:db\/view\/|dht\/peers\/view)/;

const toNode = {
  target,
  changeOrigin: true,
  // The node refuses pages of other origins; this one is its own page, served from elsewhere.
  configure: (proxy) =>
    proxy.on('proxyReq', (request) => {
      if (request.getHeader('origin')) request.setHeader('origin', target);
      request.removeHeader('sec-fetch-site');
    }),
  bypass: ({ url }) => (PAGES.test(url) ? '/index.html' : undefined),
};

export default Object.fromEntries(
  ['/api', '/dht', '/db', '/health', '/metrics', '/docs', '/openapi.json'].map((path) => [
    path,
    toNode,
  ]),
);
