// Reads the kinds of events in a request.
import { shown } from '../config/option';
import { HttpError } from '../http/problem/http-error';
import { EVENT_KINDS, type EventKind } from './event-kind';

/** @throws HttpError `BAD_QUERY` unless absent, or kinds separated by commas */
export function readKinds(text: unknown): readonly EventKind[] {
  if (text === undefined || text === '') return EVENT_KINDS;
  const names = typeof text === 'string' ? text.split(',') : [];
  const unknown = names.find((name) => !EVENT_KINDS.includes(name as EventKind));
  if (names.length > 0 && unknown === undefined) return names as EventKind[];
  throw new HttpError(
    'BAD_QUERY',
    `The parameter kinds names ${shown(unknown ?? String(text))}; those that there are: ${EVENT_KINDS.join(', ')}`,
  );
}
