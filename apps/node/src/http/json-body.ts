// Reads JSON from the raw body.
import { HttpError } from './problem/http-error';

/**
 * The fields of a JSON object.
 * @throws HttpError `BAD_BODY`
 */
export function readJsonObject(body: Buffer | undefined): ReadonlyMap<string, unknown> {
  const parsed = parse(body);
  if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) {
    return new Map(Object.entries(parsed));
  }
  throw new HttpError('BAD_BODY', 'The body must be a JSON object');
}

function parse(body: Buffer | undefined): unknown {
  try {
    return JSON.parse((body ?? Buffer.alloc(0)).toString('utf8'));
  } catch {
    return undefined;
  }
}
