// Accepts programs that use the ring by the binary protocol, under the rules of the HTTP API: the same tokens, the same
// limits, the same refusals under overload.
import type { IncomingMessage, Server } from 'node:http';
import {
  ChordError,
  type IncomingFrame,
  type NodeRef,
  type RingParameters,
} from '@chord-dht/chord';
import type { MemberHolder, ServicePhase } from '@chord-dht/nest';
import { ClientServer, type ClientRefusal } from '@chord-dht/transport';
import type { ClientRights } from '@chord-dht/store';
import { refusalOfKey, type AccessControl } from '../access/access-control';
import type { NodeConfig } from '../config/options';
import type { BrowserGuard } from '../http/browser-guard';
import type { Admission } from '../http/overload/admission';
import type { ClientLimits } from '../http/overload/client-limits';
import { nameOfClient, tooMany } from '../http/overload/limit-clients';
import { HttpError } from '../http/problem/http-error';
import { PROBLEMS } from '../http/problem/problem-table';
import type { Defects } from '../log/defects';
import type { Logger } from '../log/logger';
import { ServedCall, type CallParts, type CallTally } from './served-call';

export interface ClientDoorParts {
  readonly config: NodeConfig;
  readonly log: Pick<Logger, 'warn'>;
  readonly defects: Defects;
  readonly guard: BrowserGuard;
  readonly access: AccessControl;
  readonly admission: Admission;
  readonly limits: ClientLimits;
  readonly phase: ServicePhase;
}

/** The parts that exist once the app does. */
export interface DoorPlace {
  readonly web: Server;
  readonly self: NodeRef;
  readonly ring: RingParameters;
  readonly holder: MemberHolder;
}

/** A connected program. */
interface Guest {
  readonly rights: ClientRights;
  /** The name under which its limits are counted; `undefined` without limits. */
  readonly name: string | undefined;
}

const SEVERAL_AT_ONCE = new ChordError(
  'UNKNOWN_MESSAGE',
  'A client with limits has to send its operations one by one.',
);

const EVERYTHING: ClientRights = { refusalOf: () => undefined };

export class ClientDoor {
  private server: ClientServer<Guest> | undefined;
  private readonly tally: CallTally = { answered: 0, refused: 0 };
  private readonly callParts: CallParts;

  constructor(private readonly parts: ClientDoorParts) {
    const { phase, admission, defects } = parts;
    this.callParts = { phase, admission, defects, tally: this.tally };
  }

  /** The results of calls so far. */
  get calls(): Readonly<CallTally> {
    return this.tally;
  }

  /** The number of connected programs. */
  get connected(): number {
    return this.server?.size ?? 0;
  }

  /** Called before the node listens. */
  open({ web, self, ring, holder }: DoorPlace): void {
    const { log, defects } = this.parts;
    this.server = new ClientServer<Guest>({
      ...{ self, ring, onFault: defects.onFault },
      admit: (request) => this.admit(request),
      handler: (frame, guest) => this.serve(frame, guest, holder),
      onRefused: (refused) => log.warn('client-refused', { ...refused }),
    });
    this.server.attach(web);
  }

  async close(): Promise<void> {
    await this.server?.close();
  }

  private admit(
    request: IncomingMessage,
  ): { readonly guest: Guest; readonly inParts: boolean } | { readonly refusal: ClientRefusal } {
    const { guard, access, config } = this.parts;
    // A page cannot request this upgrade by itself; a request with a browser's headers is an attack through one.
    const { origin, 'sec-fetch-site': site } = request.headers;
    const foreign =
      guard.checkHost(request) ??
      (origin === undefined && site === undefined
        ? undefined
        : new HttpError('FOREIGN_ORIGIN', 'This endpoint is for programs, not for pages'));
    if (foreign) return { refusal: refusalOf(foreign) };
    const token = access.guestOf(request);
    if (token instanceof HttpError) return { refusal: refusalOf(token) };
    const { remoteAddress } = request.socket;
    const name = nameOfClient(token, remoteAddress, config.clientLimitLoopback);
    const rights: ClientRights = token
      ? { refusalOf: (need, key) => refusalOfKey(token, need, key) }
      : EVERYTHING;
    const guest = { rights, name: this.parts.limits.isOff ? undefined : name };
    // A client with limits sends its reads one by one: each of them may exceed the limit.
    return { guest, inParts: guest.name === undefined };
  }

  private serve(frame: IncomingFrame, { rights, name }: Guest, holder: MemberHolder): void {
    const { phase, limits, admission, config } = this.parts;
    const call = new ServedCall(frame, this.callParts);
    try {
      phase.assertServing();
      if (name !== undefined) {
        if (call.operations > 1) throw SEVERAL_AT_ONCE;
        const verdict = limits.enter(name, performance.now());
        if (!verdict.ok) throw tooMany(verdict.why, config);
        call.release = verdict.release;
      }
      call.ticket = admission.enter('keys', frame.bytes.length, call.operations);
      admission.begin(call.ticket);
      const { all } = holder;
      const member = all.find(({ chord }) => chord.self.address === frame.to) ?? holder.current;
      member.store.answerClient(call, rights);
    } catch (error) {
      call.refuse(error);
    }
  }
}

function refusalOf({ code, message }: HttpError): ClientRefusal {
  const fields = code === 'UNAUTHENTICATED' ? 'WWW-Authenticate: Bearer realm="chord"\r\n' : '';
  return { status: PROBLEMS[code].status, code, sentence: message, fields };
}
