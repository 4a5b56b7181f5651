// Reads and discards the rest of a refused body: a client that is cut off while it sends never reads the answer.
import type { Answering } from '../exchange/exchange';

/** More than this, or longer, nobody has to be listened to. */
const DRAINED_BYTES_MAX = 64 * 1024 * 1024;
const DRAINED_MS_MAX = 10_000;

/** Reads on beside an answer that is sent now, up to a bound; then the connection is cut. */
export function drainRest(reply: Answering): void {
  const { raw: request } = reply.request;
  // Whoever has asked first and is refused sends nothing more.
  if (request.complete || request.headers.expect !== undefined) return;
  const isLast = !reply.raw.shouldKeepAlive;
  reply.raw.shouldKeepAlive = true;
  // Fastify would close while the client still sends.
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
