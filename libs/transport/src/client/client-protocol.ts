// Tells a program that is no member where the member is: one frame, before the first call.
import { ChordError, PROTOCOL_VERSION } from '@chord-dht/chord';
import { decode, packIntroduction, readIntroduction, type Introduction } from '../peer/codec';

/** Where clients of the binary protocol come in, on the one port of a node. */
export const CLIENT_PATH = '/_client';

/**
 * After the upgrade frames go both ways as those of `chord-mux/2` do. The member speaks first:
 *
 *   member -> welcome     [introduction, whether an answer may come in parts]
 *   client -> bytes       calls, in any number; see `bytesCall`
 *   member -> bytesPart   of an answer, where the member has said so; any number before the last
 *   member -> bytesReply, refusal
 *
 * Either side leaves alone what a later version puts behind that in the welcome.
 *
 * Who the client is and what it may do is told by the header Authorization of the upgrade. It has no place on
 * the ring: no message of members is answered on such a connection.
 */
export const CLIENT_PROTOCOL = 'chord-client/1';

/** What a member says first. */
export interface Welcome extends Introduction {
  /** It answers several questions of one call, each as soon as it can; one of an earlier version does not. */
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
