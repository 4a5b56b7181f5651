// The protocol of programs that are no members: the member introduces itself in one frame before the first call.
import { ChordError, PROTOCOL_VERSION } from '@chord-dht/chord';
import { decode, packIntroduction, readIntroduction, type Introduction } from '../peer/codec';

/** The path for clients of the binary protocol, on the one port of a node. */
export const CLIENT_PATH = '/_client';

/**
 * After the upgrade, frames go both ways as those of `chord-mux/2` do. The member speaks first:
 *
 *   member -> welcome     [introduction, whether an answer may come in parts]
 *   client -> bytes       calls, in any number; see `bytesCall`
 *   member -> bytesPart   of an answer, where the member has announced it; any number before the last
 *   member -> bytesReply, refusal
 *
 * Either side ignores what a later version appends to the welcome.
 *
 * The header Authorization of the upgrade identifies the client and its rights. It has no position on the ring: no
 * message of members is answered on such a connection.
 */
export const CLIENT_PROTOCOL = 'chord-client/1';

/** The first frame of a member. */
export interface Welcome extends Introduction {
  /** True when it answers several questions of one call, each as soon as it can; false for an earlier version. */
  readonly inParts: boolean;
}

export function packWelcome({ inParts, ...introduction }: Welcome): unknown {
  return [packIntroduction(introduction), inParts];
}

/** @throws ChordError `MALFORMED`, `INCOMPATIBLE` for a member of another version of the messages */
export function readWelcome(source: Buffer, start: number, end: number): Welcome {
  const value = decode(source, start, end);
  const [packed, inParts] = Array.isArray(value) ? (value as unknown[]) : [];
  const introduction = Array.isArray(packed) ? readIntroduction(packed as unknown[]) : undefined;
  if (!introduction)
    throw new ChordError('MALFORMED', 'The other side did not welcome a client of the ring.');
  const { version } = introduction;
  if (version === PROTOCOL_VERSION) return { ...introduction, inParts: inParts === true };
  const sentence = `The member speaks version ${version} of the messages, and this client ${PROTOCOL_VERSION}.`;
  throw new ChordError('INCOMPATIBLE', sentence);
}
