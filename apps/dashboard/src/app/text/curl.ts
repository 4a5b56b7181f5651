// The command line that is equivalent to a form.

import { visible } from '@chord-dht/ring-view';

export interface CurlCall {
  readonly method?: 'GET' | 'PUT' | 'POST' | 'DELETE';
  readonly url: string;
  readonly contentType?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** The name of a file whose bytes are the body. */
  readonly file?: string;
}

/** One line for a POSIX shell; safe to paste with any content. */
export function curl({ method = 'GET', url, contentType, headers, body, file }: CurlCall): string {
  const words = ['curl'];
  if (method !== 'GET') words.push('--request', method);
  words.push(quote(url));
  if (contentType) words.push('--header', quote(`Content-Type: ${contentType}`));
  for (const [name, value] of Object.entries(headers ?? {}))
    words.push('--header', quote(`${name}: ${value}`));
  if (file !== undefined) words.push('--data-binary', quote(`@${file}`));
  else if (body !== undefined)
    words.push(body.startsWith('@') ? '--data-raw' : '--data-binary', quote(body));
  return words.join(' ');
}

/** A word of a POSIX shell. Invisible characters are written as $'…' escapes, so that none reaches a terminal. */
export function quote(word: string): string {
  if (/^[\w@%+=:,./-]+$/.test(word)) return word;
  if (visible(word) === word) return `'${word.replaceAll("'", "'\\''")}'`;
  const escaped = [...word].map((letter) => {
    if (letter === "'" || letter === '\\') return `\\${letter}`;
    if (letter === '\n') return '\\n';
    return visible(letter) === letter ? letter : utf8Escapes(letter);
  });
  return `$'${escaped.join('')}'`;
}

const utf8Escapes = (letter: string): string =>
  [...new TextEncoder().encode(letter)]
    .map((byte) => `\\x${byte.toString(16).padStart(2, '0')}`)
    .join('');
