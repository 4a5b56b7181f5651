// The file of tokens: one a line, `name role sha256-hex [key-prefix]`; `#` begins a comment.
import { readFileSync } from 'node:fs';
import { shown } from './option';
import { faultOfMode } from './secret-file';
import { ROLES, type Role, type Token } from './bearer-token';

const TOKENS_MAX = 1_000;
const LINE = /^(\S+)\s+(\S+)\s+(\S+)(?:\s+(.*\S))?$/;
const NAME = /^[A-Za-z0-9._@-]{1,64}$/;
const DIGEST = /^[0-9a-f]{64}$/i;
const HOW = 'a line is: name role sha256-hex [key-prefix], with the role read, write or admin';

/** The fault of the file, and its correction; never the content of a line. */
export class TokensFault extends Error {}

/** @throws TokensFault */
export function readTokensFile(path: string): Token[] {
  let text: string;
  try {
    const fault = faultOfMode(path);
    if (fault !== undefined) throw new TokensFault(fault);
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof TokensFault) throw error;
    const why = (error as NodeJS.ErrnoException).code ?? 'unknown';
    throw new TokensFault(`${shown(path)} cannot be read (${why})`);
  }
  return parseTokens(text, path);
}

/** @throws TokensFault for the first invalid line */
export function parseTokens(text: string, path = 'the file'): Token[] {
  const tokens: Token[] = [];
  const names = new Set<string>();
  const digests = new Set<string>();
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    const content = line.trim();
    if (content === '' || content.startsWith('#')) continue;
    const fault = (what: string): TokensFault =>
      new TokensFault(`line ${index + 1} of ${shown(path)} ${what}; ${HOW}`);
    const [, name = '', role = '', digest = '', prefix = ''] = LINE.exec(content) ?? [];
    if (!NAME.test(name)) throw fault('has no name of 1 to 64 letters, digits, . _ @ or -');
    if (!isRole(role)) throw fault('has no role');
    if (!DIGEST.test(digest)) throw fault('has no SHA-256 of a token in hexadecimal');
    if (names.has(name)) throw fault('has a name that another line has');
    if (digests.has(digest.toLowerCase())) throw fault('has a token that another line has');
    names.add(name);
    digests.add(digest.toLowerCase());
    tokens.push({ name, role, digest: Buffer.from(digest, 'hex'), prefix });
  }
  if (tokens.length === 0) throw new TokensFault(`${shown(path)} holds no token; ${HOW}`);
  if (tokens.length > TOKENS_MAX)
    throw new TokensFault(`${shown(path)} holds more than ${TOKENS_MAX} tokens`);
  return tokens;
}

function isRole(text: string): text is Role {
  return (ROLES as readonly string[]).includes(text);
}
