import { isAtLeast, isSafe } from './versions.mjs';

it.each([
  ['1.2.3', '1.2.3', true],
  ['1.10.0', '1.9.9', true],
  ['2.0.0', '1.99.99', true],
  ['1.9.9', '1.10.0', false],
  ['1.2.2', '1.2.3', false],
])('%s is at least %s: %s', (a, b, expected) => expect(isAtLeast(a, b)).toBe(expected));

it.each([
  ['6.3.1', true],
  ['6.3.0', false],
  ['7.5.2', true],
  ['7.5.1', false],
  ['8.0.0', true],
  ['5.9.9', false],
])('with lines 6.3.1 and 7.5.2, %s is safe: %s', (version, expected) =>
  expect(isSafe(version, ['6.3.1', '7.5.2'])).toBe(expected),
);

it('refuses a line between two that were mended', () => {
  expect(isSafe('1.9.0', ['0.1.12', '8.0.0'])).toBe(false);
});
