// Reads an id in a request.
import type { Id, IdSpace } from '@chord-dht/chord';
import { HttpError } from '../http/problem/http-error';

/** @throws HttpError `BAD_ID` */
export function readId(text: unknown, space: IdSpace): Id {
  const id = typeof text === 'string' ? space.parse(text) : undefined;
  if (id !== undefined) return id;
  throw new HttpError(
    'BAD_ID',
    `The parameter id must be a number, decimal or 0x hexadecimal, from 0 to 2^${space.bits} - 1`,
  );
}
