// The written form of a place in a node's events: the run of the node, and a number within it.
import { HttpError } from '../http/problem/http-error';

export interface EventPlace {
  /** Missing from a place that was written by hand, or by an earlier version. */
  readonly boot: string | undefined;
  /** The number of the last event received; 0 for none. */
  readonly sequence: number;
}

const PLACE = /^(?:([0-9a-f]{8})-)?([0-9]{1,15})$/;

export function printPlace(boot: string, sequence: number): string {
  return `${boot}-${sequence}`;
}

/** @throws HttpError `BAD_QUERY` unless absent or the id of an event */
export function readPlace(text: unknown, name: string): EventPlace | undefined {
  if (text === undefined || text === '') return undefined;
  const [, boot, digits] = (typeof text === 'string' && PLACE.exec(text)) || [];
  if (digits !== undefined) return { boot, sequence: Number(digits) };
  throw new HttpError(
    'BAD_QUERY',
    `The parameter ${name} must be the id of an event, as the stream sends it, or 0 for all that are kept`,
  );
}
