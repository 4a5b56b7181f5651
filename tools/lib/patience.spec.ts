import { measurePatience, patience, PATIENCE } from './patience.mjs';

const before = process.env[PATIENCE];
afterEach(() => {
  if (before === undefined) delete process.env[PATIENCE];
  else process.env[PATIENCE] = before;
});

it.each([
  [undefined, 1],
  ['3.5', 3.5],
  ['0.2', 1],
  ['much', 1],
  ['1e9', 50],
])('the variable %s means a patience of %d', (text, expected) => {
  if (text === undefined) delete process.env[PATIENCE];
  else process.env[PATIENCE] = text;
  expect(patience()).toBe(expected);
});

it('is measured at least as one, told to whoever is started later, and not taken back', () => {
  delete process.env[PATIENCE];
  const measured = measurePatience();
  expect(measured).toBeGreaterThanOrEqual(1);
  expect(Number(process.env[PATIENCE])).toBe(measured);
  process.env[PATIENCE] = '49';
  expect(measurePatience()).toBeGreaterThanOrEqual(49);
});
