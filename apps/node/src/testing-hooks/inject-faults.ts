// Knows when a test may break this node's network, and the route by which it does. The route is in no
// description of the API: to anybody but a test it does not exist.
import type { Transport } from '@chord-dht/chord';
import type { FastifyInstance } from 'fastify';
import { isLoopback } from '../config/checks';
import { SystemRandom } from '../dht/ports/system-random';
import { readJsonObject } from '../http/json-body';
import { problemOfError } from '../http/problem/problem';
import { sendProblem } from '../http/problem/send-problem';
import { readFaults } from './faults';
import { FaultyTransport } from './faulty-transport';

export const FAULTS_PATH = '/_test/faults';

/** @returns the transport itself, unless this is a test and only this machine reaches the node */
export function injectFaults(
  transport: Transport,
  fastify: FastifyInstance,
  bind: readonly string[],
): Transport {
  if (process.env['NODE_ENV'] !== 'test' || !bind.every(isLoopback)) return transport;
  const faulty = new FaultyTransport(transport, new SystemRandom());
  fastify.put(FAULTS_PATH, (request, reply) => {
    try {
      faulty.faults = readFaults(readJsonObject(request.body as Buffer | undefined));
    } catch (error) {
      const problem = problemOfError(error, String(request.id));
      if (!problem) throw error;
      sendProblem(reply, problem);
      return;
    }
    void reply.code(204).send();
  });
  return faulty;
}
