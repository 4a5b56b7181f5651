// The handlers of calls from a program that uses the ring and is no member of it: reads, writes, and the neighbours'
// addresses. It gets nothing else, and every operation is validated before it is done.
import { ChordError, type CodedError, type Pieces } from '@chord-dht/chord';
import type { Operations } from './client/operations';
import { checkKey, checkNewKey } from './record/keys';
import { ByteKind } from './messages/byte-message';
import { GET, WRITE, type GetBytes, type WriteBytes } from './messages/operation-bytes';
import {
  ClientKind,
  writeNeighbours,
  writeWritten,
  type Written,
} from './messages/client-messages';
import { HERE, type ClientAnswerer } from './messages/answerer-bytes';
import { writeFound } from './messages/found-bytes';
import { answerSeveral } from './answer-several';
import type { PutReply, RemoveReply } from './messages/store-messages';
import type { Reached } from './client/coordinator';
import type { OperationContext } from './primary/operation-context';
import type { Primary } from './primary/primary';
import type { FullContext } from './primary/store-context';

/** One request of a client; answered exactly once, by `reply` or by `refuse`. */
export interface ClientCall {
  readonly bytes: Uint8Array;
  /** The time until the client's deadline, in milliseconds from the arrival. */
  readonly deadlineMs: number;
  readonly trace?: string | undefined;
  /** Sends a part of the answer, before the last one; takes ownership of the bytes. */
  part(bytes: Pieces): void;
  /** Takes ownership of the bytes. */
  reply(bytes: Pieces): void;
  /** A CodedError reaches the client with its code; anything else is a defect. */
  refuse(error: unknown): void;
  /** Returns the error that `refuse` would send. */
  explain(error: unknown): CodedError;
}

/** The permissions of a client. */
export interface ClientRights {
  /** Returns the reason why the client may not do an operation; `undefined` when it may. */
  refusalOf(need: 'read' | 'write', key: string): CodedError | undefined;
}

export interface ClientAnswerParts {
  readonly context: FullContext;
  readonly primary: Primary;
  readonly operations: Operations;
}

/**
 * In milliseconds: how far the time in a client's write may be ahead of this node's. The client has it from members,
 * whose clocks differ.
 */
const AHEAD_MS_MAX = 60_000;
const DEADLINE_MS_MAX = 60_000;
/** The offset of the kind, behind the byte that names the addressee. */
const KIND_AT = 1;

export function answerClient(
  parts: ClientAnswerParts,
): (call: ClientCall, rights: ClientRights) => void {
  return (call, rights) => {
    try {
      const [kind] = call.bytes;
      if (kind === ClientKind.neighbours) call.reply(neighboursOf(parts.context));
      else if (kind === ClientKind.owner || kind === ClientKind.anyone)
        operate(parts, kind === ClientKind.owner, call, rights);
      else if (kind === ClientKind.several) severalHere(parts, call, rights);
      else throw unknown();
    } catch (error) {
      call.refuse(error);
    }
  };
}

function operate(
  parts: ClientAnswerParts,
  isOwner: boolean,
  call: ClientCall,
  rights: ClientRights,
): void {
  const { bytes } = call;
  switch (bytes[KIND_AT]) {
    case ByteKind.get: {
      const request = GET.readRequest(bytes, KIND_AT);
      const refusal = rights.refusalOf('read', checkKey(request.key));
      if (refusal) throw refusal;
      if (isOwner) getHere(parts, request, call);
      else getAnywhere(parts, request.key, call);
      return;
    }
    case ByteKind.put:
    case ByteKind.remove: {
      const request = WRITE.readRequest(bytes, KIND_AT);
      const [write, check] =
        request.kind === ByteKind.put ? [put, checkNewKey] : [remove, checkKey];
      const refusal = rights.refusalOf('write', check(request.key));
      if (refusal) throw refusal;
      write(parts, checkTime(parts, request), isOwner, call);
      return;
    }
    default:
      throw unknown();
  }
}

/** The hottest path: without a promise. */
function getHere(
  { context, primary }: ClientAnswerParts,
  request: GetBytes,
  call: ClientCall,
): void {
  const { key, wantsArc } = request;
  primary.read(key, operationOf(context, call), wantsArc, (error, { record, ownedFrom }) => {
    if (error) call.refuse(error);
    else call.reply(writeFound(wantsArc ? { owner: null, ownedFrom } : HERE, record));
  });
}

function severalHere(
  { context, primary }: ClientAnswerParts,
  call: ClientCall,
  rights: ClientRights,
): void {
  const wallMs = (): number => context.chord.clock.wallMs();
  answerSeveral(primary, wallMs, operationOf(context, call), call, rights);
}

function getAnywhere({ operations }: ClientAnswerParts, key: string, call: ClientCall): void {
  settle(operations.get(key, optionsOf(call)), call, (reached) =>
    writeFound(answererOf(reached), reached.reply.record),
  );
}

function put(
  { context, primary, operations }: ClientAnswerParts,
  write: WriteBytes,
  isOwner: boolean,
  call: ClientCall,
): void {
  const request = context.read.put(write);
  const { wantsArc } = write;
  if (isOwner)
    settle(primary.put(request, operationOf(context, call)), call, (reply) =>
      writeWritten(fromHere(reply, wantsArc), putOf(reply)),
    );
  else
    settle(operations.put(request, optionsOf(call)), call, (reached) =>
      writeWritten(answererOf(reached), putOf(reached.reply)),
    );
}

function remove(
  { context, primary, operations }: ClientAnswerParts,
  write: WriteBytes,
  isOwner: boolean,
  call: ClientCall,
): void {
  const request = context.read.remove(write);
  const { wantsArc } = write;
  if (isOwner)
    settle(primary.remove(request, operationOf(context, call)), call, (reply) =>
      writeWritten(fromHere(reply, wantsArc), removedOf(reply)),
    );
  else
    settle(operations.remove(request, optionsOf(call)), call, (reached) =>
      writeWritten(answererOf(reached), removedOf(reached.reply)),
    );
}

function fromHere({ ownedFrom }: Pick<PutReply, 'ownedFrom'>, wantsArc: boolean): ClientAnswerer {
  return wantsArc ? { owner: null, ownedFrom } : HERE;
}

function putOf(reply: Omit<PutReply, 'ownedFrom'>): Written {
  const { version, created, expiresAtMs, replayed } = reply;
  return { version, changed: created, expiresAtMs, replayed };
}

function removedOf({ removed, replayed }: Omit<RemoveReply, 'ownedFrom'>): Written {
  return { version: null, expiresAtMs: undefined, changed: removed, replayed };
}

/** Versions follow the time in a write: a client could move that of the whole ring. @throws ChordError `MALFORMED` */
function checkTime({ context }: ClientAnswerParts, request: WriteBytes): WriteBytes {
  const { chord } = context;
  if (!Number.isSafeInteger(request.issuedMs) || request.issuedMs < 0)
    throw new ChordError('MALFORMED', 'The time of a write is a whole number of milliseconds.');
  if (request.issuedMs <= chord.clock.wallMs() + AHEAD_MS_MAX) return request;
  throw new ChordError(
    'MALFORMED',
    `The time of the write lies ahead of the clock of ${chord.self.address}; check the clocks of the members.`,
  );
}

function neighboursOf({ chord, clock }: FullContext): Pieces {
  const { self, predecessor, successors } = chord;
  const present = successors.filter(({ address }) => address !== '');
  const ringMs = Math.max(clock.lastMs, Math.floor(chord.clock.wallMs()));
  return writeNeighbours({ self, predecessor, successors: present, ringMs });
}

function answererOf({ owner, reply }: Reached<Pick<ClientAnswerer, 'ownedFrom'>>): ClientAnswerer {
  return { owner, ownedFrom: reply.ownedFrom };
}

/** Nothing is made of a promise but the answer: a write is the other busy way. */
function settle<Reply>(
  work: Promise<Reply>,
  call: ClientCall,
  bytesOf: (reply: Reply) => Pieces,
): void {
  work.then(
    (reply) => call.reply(bytesOf(reply)),
    (error: unknown) => call.refuse(error),
  );
}

function operationOf({ chord }: FullContext, { deadlineMs, trace }: ClientCall): OperationContext {
  const deadlineAtMs = chord.clock.nowMs() + Math.min(DEADLINE_MS_MAX, deadlineMs);
  // A client is no member, so its request carries no stand of one.
  return { deadlineAtMs, trace, witness: undefined };
}

function optionsOf({ deadlineMs, trace }: ClientCall): Parameters<Operations['get']>[1] {
  return { timeoutMs: Math.min(DEADLINE_MS_MAX, deadlineMs), trace, wantsArc: true };
}

function unknown(): ChordError {
  return new ChordError('UNKNOWN_MESSAGE', 'This node knows no such request of clients.');
}
