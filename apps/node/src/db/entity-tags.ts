// Formats and parses entity tags and dates (RFC 9110, sections 8.8.3 and 5.6.7).

export interface EntityTag {
  readonly isWeak: boolean;
  /** Without its quotes. */
  readonly tag: string;
}

const TAG = /^(W\/)?"([\x21\x23-\x7e\x80-\xff]*)"/;

/** `*`, or a list without empty elements; `undefined` for anything else. */
export function parseEntityTags(header: string): '*' | readonly EntityTag[] | undefined {
  let rest = header.trim();
  if (rest === '*') return '*';
  const tags: EntityTag[] = [];
  for (;;) {
    rest = rest.replace(/^[\t ,]+/, '');
    if (rest === '') return tags.length > 0 ? tags : undefined;
    const [whole, weak, tag = ''] = TAG.exec(rest) ?? [];
    if (whole === undefined) return undefined;
    tags.push({ isWeak: weak !== undefined, tag });
    rest = rest.slice(whole.length).replace(/^[\t ]+/, '');
    // A comma inside a tag is part of it; between two tags one is required.
    if (rest !== '' && !rest.startsWith(',')) return undefined;
  }
}

const MONTHS = 'JanFebMarAprMayJunJulAugSepOctNovDec';
const TIME = '(\\d{2}):(\\d{2}):(\\d{2})';
const DAY = '(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)';
const LONG_DAY = '(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day';
const FIXED = new RegExp(`^${DAY}, (\\d{2}) (\\w{3}) (\\d{4}) ${TIME} GMT$`);
const RFC_850 = new RegExp(`^${LONG_DAY}, (\\d{2})-(\\w{3})-(\\d{2}) ${TIME} GMT$`);
const ASCTIME = new RegExp(`^${DAY} (\\w{3}) ([ \\d]\\d) ${TIME} (\\d{4})$`);
const CENTURY = 100;

/** Milliseconds since the Unix epoch, from any of the three forms; `undefined` for any other text. */
export function parseHttpDate(text: string, nowMs = Date.now()): number | undefined {
  const [, day, month, year, ...time] = FIXED.exec(text) ?? [];
  if (day !== undefined) return utc(Number(year), month, day, time);
  const [, oldDay, oldMonth, twoDigits, ...oldTime] = RFC_850.exec(text) ?? [];
  if (oldDay !== undefined)
    return utc(fourDigits(Number(twoDigits), nowMs), oldMonth, oldDay, oldTime);
  const [, ascMonth, ascDay, hours, minutes, seconds, ascYear] = ASCTIME.exec(text) ?? [];
  if (ascDay === undefined) return undefined;
  return utc(Number(ascYear), ascMonth, ascDay, [hours, minutes, seconds]);
}

/** A year more than 50 years ahead is in the past (RFC 9110, section 5.6.7). */
function fourDigits(twoDigits: number, nowMs: number): number {
  const thisYear = new Date(nowMs).getUTCFullYear();
  const year = thisYear - (thisYear % CENTURY) + twoDigits;
  return year > thisYear + CENTURY / 2 ? year - CENTURY : year;
}

function utc(
  year: number,
  month: string | undefined,
  day: string,
  time: readonly (string | undefined)[],
): number | undefined {
  const at = MONTHS.indexOf(month ?? '-');
  const [hours = 0, minutes = 0, seconds = 0] = time.map(Number);
  const date = Number(day);
  if (at < 0 || at % 3 !== 0 || hours > 23 || minutes > 59 || seconds > 60) return undefined;
  const ms = Date.UTC(year, at / 3, date, hours, minutes, seconds);
  // Refuses days such as 31 February.
  return new Date(ms - seconds * 1_000).getUTCDate() === date ? ms : undefined;
}
