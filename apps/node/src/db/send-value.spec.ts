import { inertType, readableType } from './send-value';

describe('the type of a value', () => {
  it.each([
    'text/plain',
    'text/plain; charset=utf-8',
    'application/json',
    'image/png',
    'application/x-www-form-urlencoded',
  ])('is kept when a browser runs nothing in it: %s', (type) => {
    expect(inertType(type)).toBe(type);
  });

  it.each([
    'text/html',
    'TEXT/HTML; charset=utf-8',
    'image/svg+xml',
    'application/xml',
    'text/javascript',
    'nonsense',
    '',
    'text/plain; x=\r\ny',
  ])('becomes bytes when it might: %j', (type) => {
    expect(inertType(type)).toBe('application/octet-stream');
  });

  it('is text for people when it can be read and nothing better is known', () => {
    const text = Buffer.from('Grüße');
    const bytes = Buffer.from([0xff, 0x00]);
    expect(readableType('application/x-www-form-urlencoded', text)).toContain('text/plain');
    expect(readableType('', text)).toContain('text/plain');
    expect(readableType('', bytes)).toBe('application/octet-stream');
    expect(readableType('application/json', text)).toBe('application/json');
    expect(readableType('text/html', text)).toBe('application/octet-stream');
  });
});
