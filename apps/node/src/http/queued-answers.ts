// The answers to pipelined requests that wait behind another one. When their connection ends, Node before version 24
// notifies only the first of them; what is held for the others, such as their places among the requests in flight,
// would be held for ever.
import type { Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** Lets them hear of the end as well: the event `close`. Has to be called after all other listeners are there. */
export function endQueuedAnswers(server: Server): void {
  const queues = new WeakMap<Socket, Set<ServerResponse>>();
  server.prependListener('request', ({ socket }, answer) => {
    // Whoever has the connection hears of its end.
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
      // What its handler says later goes nowhere.
      answer.destroy();
      answer.emit('close');
    }
  });
  return queue;
}
