// The kinds of options, and how each parses its text.

/** The result of parsing a text: a value, or a sentence with the valid form. */
export type Reading<T> = { readonly value: T } | { readonly fault: string };

export interface Option<T> {
  readonly kind: 'flag' | 'value' | 'list';
  readonly fallback: T;
  /** The default as shown in `--help`; the value itself by default. */
  readonly fallbackText?: string | undefined;
  readonly hint: string;
  readonly about: string;
  read(text: string): Reading<T>;
}

/** The default as text. */
export function fallbackTextOf({ fallback, fallbackText }: Option<unknown>): string {
  return fallbackText ?? (Array.isArray(fallback) ? fallback.join(',') : String(fallback));
}

interface WholeOptions {
  readonly fallback: number;
  readonly min: number;
  readonly max: number;
  readonly about: string;
}

/** A whole number within bounds. */
export function whole({ fallback, min, max, about }: WholeOptions): Option<number> {
  return {
    kind: 'value',
    fallback,
    hint: 'N',
    about,
    read(text) {
      const value = /^[0-9]{1,15}$/.test(text) ? Number(text) : Number.NaN;
      return value >= min && value <= max
        ? { value }
        : { fault: `${shown(text)} is not allowed; give a whole number from ${min} to ${max}` };
    },
  };
}

/** One of a few words. */
export function choice<const W extends readonly string[]>(
  words: W,
  fallback: W[number],
  about: string,
): Option<W[number]> {
  return {
    kind: 'value',
    fallback,
    hint: words.join('|'),
    about,
    read: (text) =>
      words.includes(text)
        ? { value: text }
        : { fault: `${shown(text)} is not allowed; give one of ${words.join(', ')}` },
  };
}

interface TextOptions<T> {
  readonly fallback: T;
  readonly fallbackText?: string;
  readonly hint: string;
  readonly about: string;
  readonly check?: (text: string) => string | undefined;
}

/** Any text, with an optional check. */
export function text<T extends string | null>(options: TextOptions<T>): Option<string | T> {
  return {
    kind: 'value',
    ...options,
    read(given) {
      if (given === '') return { fault: 'is empty; give a value or leave it out' };
      const fault = options.check?.(given);
      return fault === undefined ? { value: given } : { fault: `${shown(given)} ${fault}` };
    },
  };
}

/** Texts separated by commas; the option may also be given several times. */
export function list(options: TextOptions<readonly string[]>): Option<readonly string[]> {
  return {
    kind: 'list',
    ...options,
    read(given) {
      const value = given
        .split(',')
        .map((item) => item.trim())
        .filter((item) => item !== '');
      for (const item of value) {
        const fault = options.check?.(item);
        if (fault !== undefined) return { fault: `${shown(item)} ${fault}` };
      }
      return { value };
    },
  };
}

/** On or off. */
export function flag(about: string): Option<boolean> {
  return {
    kind: 'flag',
    fallback: false,
    hint: '',
    about,
    read(given) {
      if (/^(true|1|yes|on)$/i.test(given)) return { value: true };
      if (/^(false|0|no|off|)$/i.test(given)) return { value: false };
      return { fault: `${shown(given)} is not allowed; give true or false` };
    },
  };
}

const SHOWN_LENGTH_MAX = 80;

/** The quoted, escaped and shortened form of a text for messages. */
export function shown(given: string): string {
  const cut = given.length > SHOWN_LENGTH_MAX ? `${given.slice(0, SHOWN_LENGTH_MAX)}…` : given;
  return JSON.stringify(cut);
}
