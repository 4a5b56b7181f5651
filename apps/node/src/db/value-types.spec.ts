import { isActive, isMediaType, readableType, readContentType, sentType } from './value-types';

describe('a content type', () => {
  it.each([
    'text/plain',
    'text/plain; charset=utf-8',
    'application/cbor',
    'application/vnd.api+json;version="1, \\"x\\""',
    'image/svg+xml',
    'text/plain;',
    'text/plain ; a=b',
  ])('is kept and sent as it is: %s', (type) => {
    expect(isMediaType(type)).toBe(true);
    expect(readContentType(type, true)).toBe(type);
    expect(sentType(type)).toBe(type);
  });

  it.each([
    'nonsense',
    ';;;',
    'text',
    'text/',
    '/plain',
    'text/plain; x',
    'text plain',
    'a/b/c',
    '*',
  ])('that is none is refused, or is a label: %s', (type) => {
    expect(() => readContentType(type, true)).toThrow(
      expect.objectContaining({ code: 'BAD_HEADER' }),
    );
    expect(readContentType(type, false)).toBe(type);
    expect(sentType(type)).toBe('application/octet-stream');
  });

  it.each([
    ['too long', `text/plain; x="${'y'.repeat(255)}"`],
    ['beyond ASCII', 'text/plain; x="ü"'],
  ])('that cannot be kept is refused anywhere: %s', (_, type) => {
    for (const isStrict of [true, false])
      expect(() => readContentType(type, isStrict)).toThrow(
        expect.objectContaining({ code: 'BAD_HEADER' }),
      );
  });

  it.each([
    'text/html',
    'TEXT/HTML; charset=utf-8',
    'application/xhtml+xml',
    'image/svg+xml',
    'application/xml',
    'text/xml',
    'application/rss+xml',
    'text/javascript',
    'application/javascript',
    'application/pdf',
    'multipart/x-mixed-replace; boundary=x',
    'message/rfc822',
  ])('that a browser would run is sent to be saved: %s', (type) =>
    expect(isActive(type)).toBe(true),
  );

  it.each([
    'text/plain',
    'text/css',
    'text/csv',
    'application/json',
    'application/ld+json',
    'application/cbor',
    'application/gzip',
    'image/png',
    'video/mp4',
    'application/octet-stream',
  ])('that runs nothing is not: %s', (type) => expect(isActive(type)).toBe(false));

  it('is text for people when it can be decoded and has no declared type', () => {
    const text = Buffer.from('Grüße');
    const bytes = Buffer.from([0xff, 0x00]);
    expect(readableType('application/x-www-form-urlencoded', text)).toContain('text/plain');
    expect(readableType('', text)).toContain('text/plain');
    expect(readableType('', bytes)).toBe('application/octet-stream');
    expect(readableType('application/octet-stream', text)).toBe('application/octet-stream');
    expect(readableType('application/json', text)).toBe('application/json');
    expect(readableType('text/html', text)).toBe('text/html');
  });
});
