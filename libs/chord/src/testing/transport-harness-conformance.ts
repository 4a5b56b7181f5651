// The interface between the suite of transports and each kind, and the calls of its tests.
import type { CodedError } from '../base/errors';
import type { Address } from '../id/node-ref';
import { PROTOCOL_VERSION, type Envelope, type ReplyEnvelope } from '../ports/envelope';
import type { EnvelopeHandler, Transport } from '../ports/transport';

/** A transport that can be called at `address`. */
export interface ListeningTransport {
  readonly address: Address;
  readonly transport: Transport;
}

/** What the suite needs to know about one kind of transport. */
export interface TransportHarness {
  /** The bound on calls in flight to one peer of every transport that `start` makes. */
  readonly inFlightMax: number;
  /** How many calls make a lot of calls; 10,000 unless the transport is slow. */
  readonly manyCalls?: number;
  /** A fresh transport that listens; at `address` when given, where one was killed before. */
  start(address?: Address): Promise<ListeningTransport>;
  /** Ends a peer as a crash does: no goodbye, its connections break. */
  kill(peer: ListeningTransport): Promise<void>;
  /** An address at which nobody listens. */
  nobody(): Promise<Address>;
  /** Sends rubbish to the address, as many kinds as the wire allows; resolves when all of it is dealt with. */
  sendGarbage?(address: Address): Promise<void>;
  /** Ends everything that `start` made; called after each test. */
  stop(): Promise<void>;
}

/** Deadlines that no slow machine reaches. A call that hangs on one of them hangs its test. */
export const PATIENT_MS = 900_000;

export const echo: EnvelopeHandler = async ({ body }) => ({ ok: true, body });

export async function pair(
  harness: TransportHarness,
  handler: EnvelopeHandler,
): Promise<{ a: ListeningTransport; b: ListeningTransport }> {
  const [a, b] = [await harness.start(), await harness.start()];
  a.transport.serve(echo);
  b.transport.serve(handler);
  return { a, b };
}

export function envelopeTo(
  to: ListeningTransport | Address,
  body: unknown,
  from: Address,
): Envelope {
  return {
    version: PROTOCOL_VERSION,
    ring: { bits: 160, hash: 'sha-1' },
    from: { id: 'a1'.repeat(20), address: from },
    to: typeof to === 'string' ? null : 'b2'.repeat(20),
    type: 'test.message',
    body,
    deadlineMs: 500,
    trace: 'request-1',
  };
}

export function send(
  from: ListeningTransport,
  to: ListeningTransport,
  body: unknown,
): Promise<ReplyEnvelope> {
  return from.transport.request(to.address, envelopeTo(to, body, from.address), PATIENT_MS);
}

export function sendTo(
  from: ListeningTransport,
  to: Address,
  body: unknown,
  timeoutMs: number,
): Promise<ReplyEnvelope> {
  return from.transport.request(to, envelopeTo(to, body, from.address), timeoutMs);
}

export function bodyOf<T = unknown>(reply: ReplyEnvelope): T {
  if (!reply.ok) throw new Error(`refused: ${reply.code} ${reply.message}`);
  return reply.body as T;
}

/** The code with which a call fails, `none` when it succeeds. */
export function codeOfFailure(call: Promise<unknown>): Promise<string> {
  return call.then(
    () => 'none',
    (error: CodedError) => error.code,
  );
}

export function openGate(): { opened: Promise<void>; open: () => void } {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open };
}

export function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

export function range(count: number): number[] {
  return Array.from({ length: count }, (_unused, index) => index);
}
