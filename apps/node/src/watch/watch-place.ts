// The place of a watch as an event id: for each arc the log, its number and its time. Any node can resume from it.
import type { IdSpace } from '@chord-dht/chord';
import type { Seen, WatchedArc } from '@chord-dht/store';
import { HttpError } from '../http/problem/http-error';

const RADIX = 36;
const BETWEEN_ARCS = '~';
/** The prefixes of a watch of the whole ring, and of one of a single key. */
const RING = 'r';
const KEY = 'k';
/** Followed by the log that has reported the changes before, if known; nodes of earlier versions omit it. */
const CATCHING_UP = '.c';
const PART =
  /^([0-9a-f]+)(?:\.([0-9a-f]{1,64})\.([0-9a-z]{1,11})\.([0-9a-z]{1,11})\.([0-9a-z]{1,7})(?:\.(c)([0-9a-f]{0,64}))?)?$/;
const LENGTH_MAX = 65_536;

export function printPlace(arcs: readonly WatchedArc[], isOfKey: boolean): string {
  const sorted = [...arcs].sort((a, b) => (a.arc.toId < b.arc.toId ? -1 : 1));
  const parts = sorted.map(({ arc: { toId }, seen, isCatchingUp, toldBy = '' }) =>
    seen ? `${toId}${printSeen(seen)}${isCatchingUp ? CATCHING_UP + toldBy : ''}` : toId,
  );
  return `${isOfKey ? KEY : RING}${parts.join(BETWEEN_ARCS)}`;
}

/** @throws HttpError `BAD_QUERY` unless absent or the id of an event of such a watch */
export function readPlace(
  text: unknown,
  { name, isOfKey, space }: { name: string; isOfKey: boolean; space: IdSpace },
): WatchedArc[] | undefined {
  if (text === undefined || text === '') return undefined;
  if (typeof text !== 'string' || text.length > LENGTH_MAX || text[0] !== (isOfKey ? KEY : RING))
    throw unreadable(name);
  const parts = text
    .slice(1)
    .split(BETWEEN_ARCS)
    .map((part) => readPart(part, space));
  if (parts.some((part) => !part) || (isOfKey && parts.length !== 1)) throw unreadable(name);
  const read = parts as Part[];
  const isSorted = read.every(({ toId }, at) => at === 0 || (read[at - 1]?.toId ?? '') < toId);
  if (!isSorted) throw unreadable(name);
  return read.map(({ toId, ...followed }, at) => ({
    arc: { fromId: isOfKey ? space.add(toId, -1n) : fromIdOf(read, at), toId },
    ...followed,
  }));
}

/** Arcs are adjacent; the first begins where the last one ends. */
function fromIdOf(parts: readonly { toId: string }[], at: number): string {
  return (parts[(at + parts.length - 1) % parts.length] as { toId: string }).toId;
}

function printSeen({ log, sequence, stamp }: Seen): string {
  const numbers = [sequence, stamp.timeMs, stamp.counter].map((each) => each.toString(RADIX));
  return `.${log}.${numbers.join('.')}`;
}

interface Part extends Pick<WatchedArc, 'seen' | 'isCatchingUp' | 'toldBy'> {
  readonly toId: string;
}

function readPart(part: string, space: IdSpace): Part | undefined {
  const [, toId, log, sequenceDigits, timeDigits, counterDigits, catchingUp, toldBy] =
    PART.exec(part) ?? [];
  if (!space.isId(toId)) return undefined;
  if (log === undefined) return { toId, seen: null, isCatchingUp: false };
  const digits = [sequenceDigits, timeDigits, counterDigits] as string[];
  const [sequence = NaN, timeMs = NaN, counter = NaN] = digits.map((each) => parseInt(each, RADIX));
  if (![sequence, timeMs, counter].every(Number.isSafeInteger)) return undefined;
  const seen = { log, sequence, stamp: { timeMs, counter } };
  const isCatchingUp = catchingUp !== undefined;
  return { toId, seen, isCatchingUp, ...(toldBy ? { toldBy } : {}) };
}

function unreadable(name: string): HttpError {
  return new HttpError(
    'BAD_QUERY',
    `${name} has to be the id of an event of a watch of the same kind, as the stream sends it`,
  );
}
