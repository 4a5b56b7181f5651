import { requestIds } from './request-id';

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7';

describe('the id of a request', () => {
  const idOf = requestIds();
  const own = expect.stringMatching(/^[0-9a-f]{12}-[0-9a-z]+$/);

  it('is that of its caller, when it is harmless', () => {
    expect(idOf({ headers: { 'x-request-id': 'a-1', traceparent: `00-${TRACE}-01` } })).toBe('a-1');
    expect(idOf({ headers: { 'x-request-id': 'a b' } })).toEqual(own);
  });

  it('is else trace and span of its caller', () => {
    expect(idOf({ headers: { traceparent: `00-${TRACE}-00` } })).toBe(TRACE);
    expect(idOf({ headers: { traceparent: `cc-${TRACE}-01-more` } })).toBe(TRACE);
  });

  it.each([
    `ff-${TRACE}-01`,
    `00-${'0'.repeat(32)}-00f067aa0ba902b7-01`,
    `00-4bf92f3577b34da6a3ce929d0e0e4736-${'0'.repeat(16)}-01`,
    `00-${TRACE.toUpperCase()}-01`,
    `00-${TRACE}`,
    'rubbish',
  ])('is our own for %s', (traceparent) => {
    expect(idOf({ headers: { traceparent } })).toEqual(own);
  });

  it('is never the same twice', () => {
    expect(idOf({ headers: {} })).not.toBe(idOf({ headers: {} }));
  });
});
