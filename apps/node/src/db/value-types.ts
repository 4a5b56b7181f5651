// Content types: the valid ones, those that a browser would run, and those that are text.
import { CONTENT_TYPE_BYTES_MAX } from '@chord-dht/store';
import { isUtf8 } from 'node:buffer';
import { PLAIN_TEXT } from '../http/plain.decorator';
import { HttpError } from '../http/problem/http-error';

export const BYTES = 'application/octet-stream';
/** The type that `curl --data` sends by default. */
const FORM = 'application/x-www-form-urlencoded';
/** The type of a value that was stored without one. */
export const UNDECLARED = '';

const TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
const PARAMETER = `${TOKEN}=(?:${TOKEN}|"(?:[\\t \\x21\\x23-\\x5b\\x5d-\\x7e]|\\\\[\\t \\x21-\\x7e])*")`;
/** RFC 9110, section 8.3.1. */
const MEDIA_TYPE = new RegExp(`^${TOKEN}/${TOKEN}(?:[\\t ]*;[\\t ]*(?:${PARAMETER})?)*[\\t ]*$`);
const TYPES_KNOWN_MAX = 256;
const PRINTABLE = /^[\x20-\x7e]*$/;

export function isMediaType(text: string): boolean {
  return MEDIA_TYPE.test(text);
}

/**
 * Returns the type that is stored with a value.
 * @param isStrict false where any type is accepted and kept as a label
 * @throws HttpError `BAD_HEADER` for one that cannot be kept
 */
export function readContentType(declared: string | undefined, isStrict: boolean): string {
  if (declared === undefined) return UNDECLARED;
  if (declared.length > CONTENT_TYPE_BYTES_MAX)
    throw new HttpError(
      'BAD_HEADER',
      `Content-Type may have at most ${CONTENT_TYPE_BYTES_MAX} characters; this one has ${declared.length}`,
    );
  if (PRINTABLE.test(declared) && (!isStrict || isMediaType(declared))) return declared;
  throw new HttpError(
    'BAD_HEADER',
    'Content-Type must be a media type such as application/json; leave it out for plain bytes',
  );
}

/** Types in which a browser may run something: pages, pictures and documents with scripts or style sheets. */
const ACTIVE =
  /^(?:text\/(?:html|xml|xsl|javascript|ecmascript|jscript|livescript|javascript1\.\d|x-javascript|x-ecmascript|x-component|vbscript|cache-manifest)|application\/(?:xml|xml-dtd|javascript|ecmascript|x-javascript|x-ecmascript|pdf|x-shockwave-flash|vnd\.wap\.xhtml\+xml|java-archive)|[^;]+\+xml|multipart\/.*|message\/.*)$/;

export const isActive = remembered((type) => ACTIVE.test(mediaType(type)));

/** The stored type, in a form that is valid in Content-Type. */
export const sentType = remembered((stored) => (isMediaType(stored) ? stored : BYTES));

/** The same for people: text wherever no type was given, or curl has sent its default. */
export function readableType(stored: string, value: Uint8Array): string {
  const media = mediaType(stored);
  const isUnknown = media === UNDECLARED || media === FORM;
  return isUnknown && isUtf8(value) ? PLAIN_TEXT : sentType(stored);
}

function mediaType(type: string): string {
  return (type.split(';', 1)[0] ?? '').trim().toLowerCase();
}

/** Caches a function of types: a store has few types, and it is called for each value that is read. */
function remembered<Result>(look: (type: string) => Result): (type: string) => Result {
  let known = new Map<string, Result>();
  return (type) => {
    let result = known.get(type);
    if (result === undefined) {
      if (known.size >= TYPES_KNOWN_MAX) known = new Map();
      result = look(type);
      known.set(type, result);
    }
    return result;
  };
}
