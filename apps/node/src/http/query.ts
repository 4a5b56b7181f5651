// Reads the parameters of a query; a parameter given twice is refused.
import { HttpError } from './problem/http-error';

/** @throws HttpError `BAD_QUERY` unless absent or a whole number within the bounds */
export function readWhole(
  text: unknown,
  name: string,
  min: number,
  max: number,
): number | undefined {
  if (text === undefined) return undefined;
  const value = typeof text === 'string' && /^[0-9]{1,15}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= min && value <= max) return value;
  throw new HttpError(
    'BAD_QUERY',
    `The parameter ${name} must be a whole number from ${min} to ${max}`,
  );
}

/** @throws HttpError `BAD_QUERY` unless absent or a text of at most `lengthMax` characters */
export function readText(text: unknown, name: string, lengthMax: number): string | undefined {
  if (text === undefined) return undefined;
  if (typeof text === 'string' && text.length <= lengthMax) return text;
  throw new HttpError(
    'BAD_QUERY',
    `The parameter ${name} must be given once and may have at most ${lengthMax} characters`,
  );
}
