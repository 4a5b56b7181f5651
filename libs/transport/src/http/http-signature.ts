// Signs a message over HTTP and its reply, so that only members send and answer them.
import type { IncomingHttpHeaders } from 'node:http';
import { newNonce, type PeerSecret, sha256 } from '../peer/peer-secret';

export const PROOF_HEADER = 'x-chord-proof';
const TIME_HEADER = 'x-chord-time';
const NONCE_HEADER = 'x-chord-nonce';

const REQUEST = 'chord-http/1 request';
const REPLY = 'chord-http/1 reply';
/** The most messages of the last minutes that are remembered; more in that time are refused. */
const NONCES_MAX = 500_000;

export interface SignedRequest {
  readonly method: string;
  /** The Host header: the addressed member. */
  readonly authority: string;
  readonly target: string;
  readonly body: Uint8Array;
}

/** Signs one request; `nonce` is part of the signature of its reply as well. */
export function signRequest(
  secret: PeerSecret,
  request: SignedRequest,
  nowMs: number,
): { headers: Record<string, string>; nonce: string } {
  const nonce = newNonce().toString('hex');
  const time = String(Math.round(nowMs));
  const proof = secret.prove(REQUEST, partsOf(request, time, nonce)).toString('hex');
  return {
    headers: { [TIME_HEADER]: time, [NONCE_HEADER]: nonce, [PROOF_HEADER]: proof },
    nonce,
  };
}

export function signReply(
  secret: PeerSecret,
  nonce: string,
  status: number,
  body: Uint8Array,
): string {
  return secret.prove(REPLY, [nonce, String(status), sha256(body)]).toString('hex');
}

export function isSignedReply(
  secret: PeerSecret,
  proof: unknown,
  nonce: string,
  status: number,
  body: Uint8Array,
): boolean {
  return secret.isProof(readHex(proof), REPLY, [nonce, String(status), sha256(body)]);
}

/** Checks the signatures of one node's callers and remembers their nonces. */
export class RequestChecker {
  /** Nonces by age: the older half is dropped as a whole once all of it has expired. */
  private young = new Set<string>();
  private old = new Set<string>();
  private turnedAtMs = 0;

  constructor(
    private readonly secret: PeerSecret,
    private readonly clockSkewMsMax: number,
  ) {}

  /** @returns the nonce of the request, or the reason why it is refused */
  check(
    request: SignedRequest,
    headers: IncomingHttpHeaders,
    nowMs: number,
  ): { nonce: string } | { wrong: string } {
    const time = textOf(headers[TIME_HEADER]);
    const nonce = textOf(headers[NONCE_HEADER]);
    const proof = readHex(headers[PROOF_HEADER]);
    if (!proof) return { wrong: 'this ring has a peer secret and the message is not signed' };
    if (!/^[0-9a-f]{32}$/.test(nonce) || !/^[0-9]{1,16}$/.test(time)) {
      return { wrong: 'the signature is incomplete' };
    }
    if (!this.secret.isProof(proof, REQUEST, partsOf(request, time, nonce))) {
      return { wrong: 'the peer secrets of the two members are not the same' };
    }
    const apartMs = Math.abs(Number(time) - nowMs);
    if (apartMs > this.clockSkewMsMax) {
      return { wrong: `the clocks are ${Math.round(apartMs / 1000)} s apart` };
    }
    return this.remember(nonce, nowMs) ? { nonce } : { wrong: 'the message was seen before' };
  }

  private remember(nonce: string, nowMs: number): boolean {
    // A signature is valid from `skew` before to `skew` after its time.
    if (nowMs - this.turnedAtMs > 2 * this.clockSkewMsMax) {
      this.old = this.young;
      this.young = new Set();
      this.turnedAtMs = nowMs;
    }
    if (this.young.has(nonce) || this.old.has(nonce)) return false;
    if (this.young.size >= NONCES_MAX) return false;
    this.young.add(nonce);
    return true;
  }
}

function partsOf(request: SignedRequest, time: string, nonce: string): (string | Uint8Array)[] {
  const { method, authority, target, body } = request;
  return [method, authority, target, sha256(body), time, nonce];
}

function readHex(value: unknown): Buffer | undefined {
  return typeof value === 'string' && /^[0-9a-f]{64}$/.test(value)
    ? Buffer.from(value, 'hex')
    : undefined;
}

function textOf(value: string | string[] | undefined): string {
  return typeof value === 'string' ? value : '';
}
