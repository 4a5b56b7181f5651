// Reads and discards the rest of a refused body: a client that is cut off while it sends never reads the answer.
import type { Answering } from '../exchange/exchange';

/** The most bytes that are read after a refusal. */
const DRAINED_BYTES_MAX = 64 * 1024 * 1024;
const DRAINED_MS_MAX = 10_000;

/** Reads the rest of the body while the answer is sent, up to a bound; then the connection is cut. */
export function drainRest(reply: Answering): void {
  const { raw: request } = reply.request;
  // A client that has sent Expect sends nothing after a refusal.
  if (request.complete || request.headers.expect !== undefined) return;
  const isLast = !reply.raw.shouldKeepAlive;
  reply.raw.shouldKeepAlive = true;
  // Fastify would close the connection while the client still sends.
  reply.removeHeader('connection');
  let left = DRAINED_BYTES_MAX;
  const cut = (): void => void request.socket.destroy();
  const timer = setTimeout(cut, DRAINED_MS_MAX).unref();
  request.on('data', (chunk: Buffer) => {
    left -= chunk.length;
    if (left < 0) cut();
  });
  request.once('close', () => clearTimeout(timer));
  request.once('end', () => {
    clearTimeout(timer);
    if (isLast) request.socket.end();
  });
  request.resume();
}
