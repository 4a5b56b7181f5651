// The order and the text form of versions.
import type { Id } from '@chord-dht/chord';

/**
 * A time of a hybrid logical clock (Kulkarni et al., Logical Physical Clocks, OPODIS 2014) and the node that issued it.
 * No two writes have the same version.
 */
export interface Version {
  /** Whole milliseconds since the Unix epoch, possibly ahead of every wall clock. */
  readonly timeMs: number;
  /** Distinguishes versions of one millisecond; 0 ≤ counter < 2^32. */
  readonly counter: number;
  readonly node: Id;
  /** Eight hexadecimal digits that differ in each run of the node. */
  readonly boot: string;
}

/** A total order: time, counter, node, boot. */
export function compareVersions(a: Version, b: Version): number {
  return (
    a.timeMs - b.timeMs ||
    a.counter - b.counter ||
    compareText(a.node, b.node) ||
    compareText(a.boot, b.boot)
  );
}

function compareText(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

export const COUNTER_MAX = 0xffff_ffff;
const RADIX = 36;
/** A number has no zeros before it, so that one version has one text. */
const FORM =
  /^(0|[1-9a-z][0-9a-z]{0,10})-(0|[1-9a-z][0-9a-z]{0,6})-([0-9a-f]{1,40})-([0-9a-f]{8})$/;
const PRINTED_LENGTH_MAX = 72;

/** The text of an ETag, without quotes; safe in a URL. */
export function printVersion({ timeMs, counter, node, boot }: Version): string {
  return printVersionFrom({ timeMs, counter }, originText(node, boot));
}

/** @param origin as `originText` */
export function printVersionFrom(
  { timeMs, counter }: Pick<Version, 'timeMs' | 'counter'>,
  origin: string,
): string {
  return `${timeText(timeMs)}-${counter.toString(RADIX)}-${origin}`;
}

const LOW_DIGITS = 5;
const LOW = RADIX ** LOW_DIGITS;
/** The first digits of the last time: they are the same for hours. */
let knownHigh = 0;
let knownHighText = '';

/** In two parts: V8 writes a number below 2^31 at once, and a larger one, in another base than ten, five times as slowly. */
function timeText(timeMs: number): string {
  if (timeMs < LOW) return timeMs.toString(RADIX);
  const high = Math.floor(timeMs / LOW);
  if (high !== knownHigh) {
    knownHigh = high;
    knownHighText = high.toString(RADIX);
  }
  return knownHighText + (timeMs - high * LOW).toString(RADIX).padStart(LOW_DIGITS, '0');
}

/** The node that issued a version, and its run, as text. */
export function originText(node: Id, boot: string): string {
  return `${node}-${boot}`;
}

/** Reads the text of `printVersion`. @returns `undefined` for any other text */
export function parseVersion(text: unknown): Version | undefined {
  if (typeof text !== 'string' || text.length > PRINTED_LENGTH_MAX) return undefined;
  const [, time, count, node, boot] = FORM.exec(text) ?? [];
  if (!time || !count || !node || !boot) return undefined;
  const version = { timeMs: parseInt(time, RADIX), counter: parseInt(count, RADIX), node, boot };
  const inRange = Number.isSafeInteger(version.timeMs) && version.counter <= COUNTER_MAX;
  return inRange ? version : undefined;
}
