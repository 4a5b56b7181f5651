import { RequestChecker, signRequest, type SignedRequest } from './http-signature';
import { PeerSecret } from '../peer/peer-secret';

const secret = new PeerSecret('a secret of thirty-two bytes or more');
const request: SignedRequest = {
  method: 'POST',
  authority: 'localhost:5001',
  target: '/_peer',
  body: Buffer.from('body'),
};
const NOW_MS = 1_704_067_200_000;
const SKEW_MS = 60_000;

describe('signatures of HTTP messages', () => {
  const signed = () => signRequest(secret, request, NOW_MS);

  it('accepts what a member signed, once', () => {
    const checker = new RequestChecker(secret, SKEW_MS);
    const { headers, nonce } = signed();
    expect(checker.check(request, headers, NOW_MS)).toEqual({ nonce });
    expect(checker.check(request, headers, NOW_MS)).toEqual({
      wrong: expect.stringMatching(/before/),
    });
  });

  it.each([
    ['method', { ...request, method: 'PUT' }],
    ['receiver', { ...request, authority: 'localhost:5002' }],
    ['target', { ...request, target: '/_peer?x' }],
    ['body', { ...request, body: Buffer.from('Body') }],
  ])('refuses another %s', (_what, altered) => {
    const checker = new RequestChecker(secret, SKEW_MS);
    expect(checker.check(altered, signed().headers, NOW_MS)).toHaveProperty('wrong');
  });

  it.each(['x-chord-time', 'x-chord-nonce', 'x-chord-proof'])('refuses another %s', (name) => {
    const { headers } = signed();
    const text = headers[name] as string;
    const altered = {
      ...headers,
      [name]: text.replace(/.$/, (last) => (last === '1' ? '2' : '1')),
    };
    const checker = new RequestChecker(secret, SKEW_MS);
    expect(checker.check(request, altered, NOW_MS)).toHaveProperty('wrong');
    const { [name]: _gone, ...without } = headers;
    expect(checker.check(request, without, NOW_MS)).toHaveProperty('wrong');
  });

  it('refuses a message whose time is too far away, in either direction', () => {
    const checker = new RequestChecker(secret, SKEW_MS);
    const { headers } = signed();
    expect(checker.check(request, headers, NOW_MS + SKEW_MS + 1)).toHaveProperty('wrong');
    expect(checker.check(request, headers, NOW_MS - SKEW_MS - 1)).toHaveProperty('wrong');
    expect(checker.check(request, headers, NOW_MS + SKEW_MS)).toHaveProperty('nonce');
  });

  it('remembers a message for as long as its signature is good', () => {
    const checker = new RequestChecker(secret, SKEW_MS);
    const early = signRequest(secret, request, NOW_MS + SKEW_MS);
    for (let atMs = NOW_MS; atMs <= NOW_MS + 2 * SKEW_MS; atMs += 10_000) {
      const verdict = checker.check(request, early.headers, atMs);
      expect(verdict).toHaveProperty(atMs === NOW_MS ? 'nonce' : 'wrong');
      checker.check(request, signRequest(secret, request, atMs).headers, atMs);
    }
  });
});
