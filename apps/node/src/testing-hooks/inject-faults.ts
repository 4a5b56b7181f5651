// Decides whether a test may inject faults, and registers the routes for it. The API's description omits them: without
// the option they do not exist.
import type { Clock, Transport } from '@chord-dht/chord';
import type { FastifyInstance } from 'fastify';
import { isLoopback } from '../config/checks';
import { SystemClock, SystemRandom } from '@chord-dht/transport';
import { readJsonObject } from '../http/json-body';
import { HttpError } from '../http/problem/http-error';
import { problemOfError } from '../http/problem/problem';
import { sendProblem } from '../http/problem/send-problem';
import { readFaults } from './faults';
import { FaultyTransport } from './faulty-transport';

/** Takes network faults; see `readFaults`. */
export const FAULTS_PATH = '/_test/faults';
/** Takes `{"ms": 5000}`: blocks the event loop for that time. */
export const BLOCK_PATH = '/_test/block';
/** Takes `{"offsetMs": 600000}`: shifts the wall clock. */
export const CLOCK_PATH = '/_test/clock';

const BLOCK_MS_MAX = 60_000;

export interface Breakable {
  readonly transport: Transport;
  readonly fastify: FastifyInstance;
  readonly bind: readonly string[];
  readonly clock: Clock;
}

/** @returns the transport itself, unless this is a test and only this machine reaches the node */
export function injectFaults({ transport, fastify, bind, clock }: Breakable): Transport {
  if (process.env['NODE_ENV'] !== 'test' || !bind.every(isLoopback)) return transport;
  const faulty = new FaultyTransport(transport, new SystemRandom());
  take(fastify, FAULTS_PATH, (fields) => {
    faulty.faults = readFaults(fields);
  });
  take(fastify, BLOCK_PATH, (fields) => {
    const ms = readMs(fields, 'ms');
    if (ms < 0 || ms > BLOCK_MS_MAX) throw new HttpError('BAD_BODY', 'ms is out of bounds');
    // After the answer has been sent.
    setTimeout(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms), 20);
  });
  take(fastify, CLOCK_PATH, (fields) => {
    const offsetMs = readMs(fields, 'offsetMs');
    if (clock instanceof SystemClock) clock.offsetMs = offsetMs;
  });
  return faulty;
}

type Use = (fields: ReadonlyMap<string, unknown>) => void;

function take(fastify: FastifyInstance, path: string, use: Use): void {
  fastify.put(path, (request, reply) => {
    try {
      use(readJsonObject(request.body as Buffer | undefined));
    } catch (error) {
      const problem = problemOfError(error, String(request.id));
      if (!problem) throw error;
      sendProblem(reply, problem);
      return;
    }
    void reply.code(204).send();
  });
}

function readMs(fields: ReadonlyMap<string, unknown>, name: string): number {
  const ms = fields.get(name);
  if (typeof ms === 'number' && Number.isFinite(ms)) return ms;
  throw new HttpError('BAD_BODY', `${name} has to be a number of milliseconds`);
}
