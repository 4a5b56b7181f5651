// Content types: which may be stored, which a browser would run, and which are text.
import { CONTENT_TYPE_BYTES_MAX } from '@chord-dht/store';
import { isUtf8 } from 'node:buffer';
import { PLAIN_TEXT } from '../http/plain.decorator';
import { HttpError } from '../http/problem/http-error';

export const BYTES = 'application/octet-stream';
/** What `curl --data` calls everything. */
const FORM = 'application/x-www-form-urlencoded';
/** Of a value that was stored without one. */
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
 * The type as it is kept with a value.
 * @param isStrict false where a body is taken whatever it says to be: its label is kept as it is
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

/** The stored type, as it may stand in Content-Type. */
export const sentType = remembered((stored) => (isMediaType(stored) ? stored : BYTES));

/** The same for people: text wherever nobody has said what it is, or curl has without being asked. */
export function readableType(stored: string, value: Uint8Array): string {
  const media = mediaType(stored);
  const isUnknown = media === UNDECLARED || media === FORM;
  return isUnknown && isUtf8(value) ? PLAIN_TEXT : sentType(stored);
}

function mediaType(type: string): string {
  return (type.split(';', 1)[0] ?? '').trim().toLowerCase();
}

/** A store has few types, and each value that is read has one: what was found out is kept for a while. */
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
