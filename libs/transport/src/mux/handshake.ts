// The messages of two ends of a connection before the first call: their introductions and, with a peer secret, a proof
// in each direction that both have it.
//   caller -> hello    [introduction, nonce | null]
//   callee -> welcome  [introduction, nonce | null, proof | null]
//   caller -> proof    [proof]                                      (with a secret only)
//   callee -> ready    []                                           (with a secret only)
//
// Either side ends with `refused` [code, sentence] when it rejects the other. The proofs cover both nonces, both
// introductions and the role of the prover, so that none can be replayed, reflected or used for another connection.
import { ChordError, type Address } from '@chord-dht/chord';
import { decode, packIntroduction, readIntroduction, type Introduction } from '../peer/codec';
import { FrameKind } from '../frames/frames';
import type { FrameLink } from '../frames/frame-link';
import type { MuxProtocol } from '../peer/protocols';
import { isNonce, newNonce, type PeerSecret } from '../peer/peer-secret';

export interface HandshakeSide {
  readonly introduction: Introduction;
  readonly secret: PeerSecret | undefined;
  readonly timeoutMs: number;
  /** Returns the reason for refusing a caller that names this address; `undefined` when it is accepted. */
  readonly judge?: ((address: Address) => string | undefined) | undefined;
}

/** The proofs include role and version, so that none is valid for another. */
const callerOf = (protocol: MuxProtocol): string => `${protocol} caller`;
const calleeOf = (protocol: MuxProtocol): string => `${protocol} callee`;
const NOT_ASKED = 'The other member has no peer secret, this one has: give both the same.';
const NOT_GIVEN = 'This ring has a peer secret and the caller has none: give it the same.';
const WRONG = 'The peer secrets of the two members are not the same.';

/**
 * Runs the caller's side. `done` is called within the frame that ends the handshake, with the callee's introduction.
 */
export function greet(
  link: FrameLink,
  side: HandshakeSide,
  protocol: MuxProtocol,
  done: (callee: Introduction) => void,
): void {
  const { secret } = side;
  const nonce = secret && newNonce();
  const finish = limitTime(link, side.timeoutMs);
  let callee: Introduction | undefined;
  const onWelcome = (value: unknown): void => {
    const [packed, calleeNonce, proof] = asArray(value);
    callee = readIntroduction(asArray(packed));
    if (!callee) throw unexpected();
    if (!secret || !nonce) {
      if (calleeNonce) link.refuse(NOT_GIVEN);
      else finish(() => done(callee as Introduction));
      return;
    }
    if (!isNonce(calleeNonce)) return link.refuse(NOT_ASKED);
    const facts = factsOf(side.introduction, callee, nonce, calleeNonce);
    if (!secret.isProof(proof, calleeOf(protocol), facts)) return link.refuse(WRONG);
    link.sendNow(FrameKind.proof, [secret.prove(callerOf(protocol), facts)]);
  };
  link.onFrame = reading(link, (kind, value) => {
    if (kind === FrameKind.welcome && !callee) onWelcome(value);
    else if (kind === FrameKind.ready && callee && secret)
      finish(() => done(callee as Introduction));
    else throw unexpected();
  });
  link.sendNow(FrameKind.hello, [packIntroduction(side.introduction), nonce ?? null]);
}

/**
 * Runs the callee's side. `done` is called within the frame that ends the handshake, with the caller's introduction.
 */
export function welcome(
  link: FrameLink,
  side: HandshakeSide,
  protocol: MuxProtocol,
  done: (caller: Introduction) => void,
): void {
  const { secret } = side;
  const nonce = secret && newNonce();
  const finish = limitTime(link, side.timeoutMs);
  let caller: Introduction | undefined;
  let facts: (string | Uint8Array)[] = [];
  const onHello = (value: unknown): void => {
    const [packed, callerNonce] = asArray(value);
    caller = readIntroduction(asArray(packed));
    if (!caller) throw unexpected();
    const fault = side.judge?.(caller.from.address);
    if (fault !== undefined) return link.refuse(fault);
    const introduction = packIntroduction(side.introduction);
    if (!secret || !nonce) {
      link.sendNow(FrameKind.welcome, [introduction, null, null]);
      finish(() => done(caller as Introduction));
      return;
    }
    if (!isNonce(callerNonce)) return link.refuse(NOT_GIVEN);
    facts = factsOf(caller, side.introduction, callerNonce, nonce);
    link.sendNow(FrameKind.welcome, [introduction, nonce, secret.prove(calleeOf(protocol), facts)]);
  };
  const onProof = (value: unknown): void => {
    if (!secret?.isProof(asArray(value)[0], callerOf(protocol), facts)) return link.refuse(WRONG);
    link.sendNow(FrameKind.ready, []);
    finish(() => done(caller as Introduction));
  };
  link.onFrame = reading(link, (kind, value) => {
    if (kind === FrameKind.hello && !caller) onHello(value);
    else if (kind === FrameKind.proof && caller && secret) onProof(value);
    else throw unexpected();
  });
}

/** Both nonces and both introductions. */
function factsOf(
  caller: Introduction,
  callee: Introduction,
  callerNonce: Uint8Array,
  calleeNonce: Uint8Array,
): (string | Uint8Array)[] {
  const texts = [...packIntroduction(caller), ...packIntroduction(callee)].map(String);
  return [callerNonce, calleeNonce, ...texts];
}

function reading(
  link: FrameLink,
  onValue: (kind: number, value: unknown) => void,
): FrameLink['onFrame'] {
  return (kind, _call, source, start, end) => {
    const value = decode(source, start, end);
    if (kind !== FrameKind.refused) return onValue(kind, value);
    const [, why] = asArray(value);
    const sentence = typeof why === 'string' ? why.slice(0, 200) : 'no reason given';
    link.cut(new ChordError('REFUSED', `The other member refused: ${sentence}`));
  };
}

/**
 * Cuts the link when the handshake is not finished in time.
 * @returns a function that ends the time limit and calls `then`
 */
export function limitTime(link: FrameLink, timeoutMs: number): (then: () => void) => void {
  const timer = setTimeout(
    () => link.cut(new ChordError('REFUSED', `The handshake was not done within ${timeoutMs} ms.`)),
    timeoutMs,
  );
  timer.unref();
  link.socket.once('close', () => clearTimeout(timer));
  return (then) => {
    clearTimeout(timer);
    then();
  };
}

function asArray(value: unknown): unknown[] {
  if (!Array.isArray(value)) throw unexpected();
  return value as unknown[];
}

function unexpected(): ChordError {
  return new ChordError('MALFORMED', 'The other side did not send a handshake of this protocol.');
}
