// Ends the answers to pipelined requests that wait behind another one. When their connection closes, Node before
// version 24 notifies only the first of them; resources of the others, such as their slots among the requests in
// flight, would never be released.
import type { Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** Emits `close` for them as well. Has to be called after all other listeners were added. */
export function endQueuedAnswers(server: Server): void {
  const queues = new WeakMap<Socket, Set<ServerResponse>>();
  server.prependListener('request', ({ socket }, answer) => {
    // The answer that owns the connection is notified by Node.
    if (answer.socket !== null) return;
    const queue = queues.get(socket) ?? newQueue(socket);
    queues.set(socket, queue);
    queue.add(answer);
    answer.once('close', () => queue.delete(answer));
  });
}

function newQueue(socket: Socket): Set<ServerResponse> {
  const queue = new Set<ServerResponse>();
  socket.once('close', () => {
    for (const answer of [...queue]) {
      // A later result of its handler is dropped.
      answer.destroy();
      answer.emit('close');
    }
  });
  return queue;
}
