// The short way of the two most frequent requests: GET and PUT of a key. They go from the web server to their handler
// without the router, the hooks and the layers of Nest, which cost as much as the handler does. A request with
// anything special takes the long way. Both ways have the same handlers and the same checks.
import type { ServedRequest, ServicePhase } from '@chord-dht/nest';
import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import type { AccessControl } from '../access/access-control';
import type { Token } from '../config/bearer-token';
import type { NodeConfig } from '../config/options';
import type { KeysController } from '../db/keys.controller';
import type { BrowserGuard } from '../http/browser-guard';
import type { Deadlines, UnderWay } from '../http/deadlines';
import type { Asked } from '../http/exchange/exchange';
import { PlainReply } from '../http/exchange/plain-reply';
import type { Admission, Ticket } from '../http/overload/admission';
import type { ClientLimits } from '../http/overload/client-limits';
import { nameOfClient, tooMany } from '../http/overload/limit-clients';
import { sendProblem } from '../http/problem/send-problem';
import { problemOfDefect, problemOfRule } from '../http/problem/thrown';
import type { RequestClock } from '../http/request-clock';
import { checkHead } from '../http/request-head';
import type { Defects } from '../log/defects';
import type { Logger } from '../log/logger';
import { plainKeyOf } from './plain-request';

export interface ShortcutParts {
  readonly config: Pick<
    NodeConfig,
    | 'valueBytesMax'
    | 'handlerDeadlineMs'
    | 'clientLimitLoopback'
    | 'clientRate'
    | 'clientRequestsMax'
  >;
  readonly log: Logger;
  readonly defects: Defects;
  readonly phase: ServicePhase;
  readonly guard: BrowserGuard;
  readonly access: AccessControl;
  readonly limits: ClientLimits;
  readonly admission: Admission;
  readonly deadlines: Deadlines;
  readonly requests: RequestClock;
  /** The id of a request, in the log and at other members. */
  readonly idOf: (request: IncomingMessage) => string;
  readonly keys: Pick<KeysController, 'get' | 'putForJson'>;
}

const ROUTE = '/api/v1/keys/:key';
const JSON_TYPE = 'application/json; charset=utf-8';
const SERVER_ERROR = 500;
const NO_BODY = Buffer.alloc(0);

/** One request on its way. */
interface Call {
  readonly key: string;
  readonly asked: Asked;
  readonly reply: PlainReply;
  readonly startMs: number;
  readonly served: ServedRequest;
  leaveClient: (() => void) | undefined;
  ticket: Ticket | undefined;
  underWay: UnderWay | undefined;
}

export class Shortcut {
  constructor(private readonly parts: ShortcutParts) {}

  /** @param server has the listener already that serves whatever takes the long way */
  open(server: Server): void {
    const longWay = server.listeners('request') as RequestListener[];
    server.removeAllListeners('request');
    server.on('request', (request, response) => {
      if (!this.takes(request, response)) for (const serve of longWay) serve(request, response);
    });
  }

  private takes(request: IncomingMessage, response: ServerResponse): boolean {
    const { config, guard, access } = this.parts;
    const key = plainKeyOf(request, config.valueBytesMax);
    if (key === undefined || checkHead(request, guard)) return false;
    const client = access.known(request, request.method === 'GET' ? 'read' : 'write', key);
    if (client === undefined) return false;
    const call = this.begin(key, request, response);
    try {
      this.admit(call, request, client === 'anybody' ? undefined : client);
    } catch (error) {
      this.fail(call, error);
      return true;
    }
    if (request.method === 'GET') void this.serve(call, NO_BODY);
    else readBody(request, (body) => void this.serve(call, body));
    return true;
  }

  private begin(key: string, request: IncomingMessage, response: ServerResponse): Call {
    const { idOf, guard, phase } = this.parts;
    const { method = '', headers } = request;
    const reply = new PlainReply({ raw: request }, response);
    const id = idOf(request);
    reply.header('x-request-id', id).header('x-content-type-options', 'nosniff');
    if (guard.hasOrigins) reply.header('vary', 'Origin');
    const call: Call = {
      key,
      asked: { id, method, headers, declaredType: headers['content-type'] },
      reply,
      startMs: performance.now(),
      served: phase.requestBegan(),
      leaveClient: undefined,
      ticket: undefined,
      underWay: undefined,
    };
    // Also comes when the client goes away before it is answered.
    response.on('close', () => this.end(call));
    return call;
  }

  /** @throws HttpError `TOO_MANY_REQUESTS`, `OVERLOADED` */
  private admit(call: Call, { socket, headers }: IncomingMessage, token: Token | undefined): void {
    const { config, limits, admission } = this.parts;
    const name = limits.isOff
      ? undefined
      : nameOfClient(token, socket.remoteAddress, config.clientLimitLoopback);
    if (name !== undefined) {
      const verdict = limits.enter(name, call.startMs);
      if (!verdict.ok) throw tooMany(verdict.why, config);
      call.leaveClient = verdict.release;
    }
    call.ticket = admission.enter('keys', Number(headers['content-length'] ?? 0));
  }

  private async serve(call: Call, body: Buffer): Promise<void> {
    const { config, deadlines, admission, keys } = this.parts;
    const { key, asked, reply } = call;
    const ticket = call.ticket as Ticket;
    // Its place is taken until the handler is done, also when nobody waits for the answer any more.
    ticket.holders += 1;
    const startMs = performance.now();
    call.underWay = deadlines.began(reply, asked.id, config.handlerDeadlineMs);
    try {
      admission.begin(ticket);
      if (asked.method === 'GET') await keys.get(key, undefined, asked, reply);
      else {
        const json = await keys.putForJson(key, body, asked, reply);
        reply.type(JSON_TYPE).send(json);
      }
    } catch (error) {
      this.fail(call, error);
    }
    admission.end(ticket);
    admission.grow(ticket, reply.bytes);
    // One that was given up waited for others and says nothing about how much this node can do.
    if (reply.raw.statusCode < SERVER_ERROR) admission.served(performance.now() - startMs);
    admission.release(ticket);
  }

  private fail({ asked, reply }: Call, error: unknown): void {
    const { log, defects } = this.parts;
    const { id, method } = asked;
    const problem =
      problemOfRule(error, id, log) ??
      problemOfDefect(error, { id, method, route: ROUTE }, defects);
    try {
      sendProblem(reply, problem);
    } catch (unsendable) {
      // Nobody waits for what happens here: the process would end.
      defects.report(unsendable, { where: 'request', requestId: id, method, route: ROUTE });
      reply.raw.destroy();
    }
  }

  private end({ asked, reply, startMs, served, leaveClient, ticket, underWay }: Call): void {
    const { phase, admission, deadlines, requests } = this.parts;
    phase.requestEnded(served);
    leaveClient?.();
    if (ticket) admission.release(ticket);
    if (underWay) deadlines.ended(underWay);
    const { writableFinished, statusCode } = reply.raw;
    if (writableFinished)
      requests.answered(asked.method, ROUTE, statusCode, performance.now() - startMs);
  }
}

/** A client that goes away while it sends is not served. */
function readBody(request: IncomingMessage, then: (body: Buffer) => void): void {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => then(ownBytes(chunks)));
}

/** A copy, unless it came at once and in memory of its own: else it could keep that of many others. */
function ownBytes(chunks: readonly Buffer[]): Buffer {
  const [first] = chunks;
  return chunks.length === 1 && first?.buffer.byteLength === first?.length
    ? (first as Buffer)
    : Buffer.concat(chunks);
}
