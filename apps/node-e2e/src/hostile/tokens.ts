// Requests without a token, or with one for something else.
import { request as raw, type Outcome, type RawRow } from './raw';

export interface Tokens {
  readonly admin: string;
  readonly read: string;
  readonly write: string;
  /** Writes keys that begin with `users/`. */
  readonly part: string;
}

const LEAVE = 'POST /dht/leave HTTP/1.1';
const FLUSH = 'POST /dht/flush HTTP/1.1';
const GET = 'GET /api/v1/keys/kept HTTP/1.1';
const PUT = 'PUT /api/v1/keys/hostile HTTP/1.1';

const show = (what: string, headers: string, may: readonly Outcome[] = [401], line = FLUSH) => ({
  what,
  bytes: raw(line, { auth: false, headers: `${headers}Content-Length: 0\r\n` }),
  may,
});
const bearer = (token: string) => `Authorization: Bearer ${token}\r\n`;
const wrong = (what: string, token: string, may?: readonly Outcome[]) =>
  show(what, bearer(token), may);

/** @param digest of the token of the admin, as the file of tokens has it */
export function tokenRows(tokens: Tokens, digest: string, cookieName: string): RawRow[] {
  const { admin, read, write, part } = tokens;
  const basic = Buffer.from(`admin:${admin}`).toString('base64');
  const cookie = (value: string) => `Cookie: ${cookieName}=${value}\r\n`;
  return [
    show('no token', ''),
    wrong('a token of nobody', 'nobody'),
    wrong('an empty token', ''),
    wrong('the token and a letter', `${admin}x`),
    wrong('the token without its last letter', admin.slice(0, -1)),
    wrong('the token in capitals', admin.toUpperCase()),
    wrong('the token twice', `${admin} ${admin}`),
    wrong('the token in quotes', `"${admin}"`),
    wrong('the digest of the token', digest),
    wrong('the token and NUL', `${admin}\0`, [400, 401]),
    wrong('the token in other letters', admin.replace('a', '\u0430'), [400, 401]),
    wrong('a token of 5,000 letters', 'x'.repeat(5_000)),
    wrong('a token of 30,000 letters', 'x'.repeat(30_000), [431]),
    show('the token alone', `Authorization: ${admin}\r\n`),
    show('the token as a password', `Authorization: Basic ${basic}\r\n`),
    show('the token of another scheme', `Authorization: Digest ${admin}\r\n`),
    show('two tokens, one of them right', `${bearer('nobody')}${bearer(admin)}`, [400, 401]),
    show('the token in another header', `X-Authorization: Bearer ${admin}\r\n`),
    show('the token in a cookie', cookie(admin)),
    show('a cookie that is made up', cookie(`admin~99999999999999~${'0'.repeat(64)}`)),
    show('a cookie without a signature', cookie('admin~99999999999999~')),
    show('a cookie for a prototype', cookie('__proto__~99999999999999~00')),
    show(
      'the token in the query',
      '',
      [401],
      `GET /api/v1/keys/kept?access_token=${admin} HTTP/1.1`,
    ),
    show('a reader that empties the ring', bearer(read), [403]),
    show('a writer that empties the ring', bearer(write), [403]),
    show('one of a part that empties the ring', bearer(part), [403]),
    show('a reader that ends the node', bearer(read), [403], LEAVE),
    show('a reader that writes', bearer(read), [403], PUT),
    show('one of a part that writes beside it', bearer(part), [403], PUT),
    show('one of a part that reads beside it', bearer(part), [403], GET),
    show(
      'one of a part that steps out of it',
      bearer(part),
      [400, 403, 404],
      'GET /api/v1/keys/users/../kept HTTP/1.1',
    ),
    show(
      'a reader by another method',
      `${bearer(read)}X-HTTP-Method-Override: DELETE\r\n`,
      [200],
      GET,
    ),
    ...loginRows(admin),
  ];
}

function loginRows(admin: string): RawRow[] {
  const bodies = [
    '',
    '{}',
    '[]',
    '{"token":1}',
    '{"token":""}',
    '{"token":"nobody"}',
    `{"token":["${admin}"]}`,
    '{"token":',
  ];
  return bodies.map((body) => ({
    what: `the login ${body || 'of nothing'}`,
    bytes: raw('POST /api/v1/session HTTP/1.1', {
      auth: false,
      headers: `Content-Length: ${body.length}\r\n`,
      body,
    }),
    may: [400, 401],
  }));
}
