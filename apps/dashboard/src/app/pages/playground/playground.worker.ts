// The playground's world in a worker, so that the page stays responsive.
import type { FromWorld, ToWorld } from './messages';
import { WorldLoop } from './world-loop';

const scope = globalThis as unknown as {
  onmessage: (event: MessageEvent<ToWorld>) => void;
  postMessage: (message: FromWorld) => void;
};
const loop = new WorldLoop((message) => scope.postMessage(message));
scope.onmessage = ({ data }) => loop.hear(data);
