import { isEnough, type Floor } from './is-enough';
import type { Round } from './run-gate';

const FLOOR: Floor = { get: { ops: 0.2, cpu: 0.1 }, put: { ops: 0.1, cpu: 0.05 } };

const round = (factor: number, more: Partial<Round> = {}): Round => ({
  get: { ops: 0.2 * factor, cpu: 0.1 * factor },
  put: { ops: 0.1 * factor, cpu: 0.05 * factor },
  foreignCores: 0,
  disturbed: false,
  ...more,
});

it.each([
  ['one round', [round(2)], false],
  ['two rounds above', [round(2), round(1)], true],
  ['two of which one is above', [round(2), round(0.5)], true],
  ['two below', [round(0.9), round(0.9)], false],
  ['one below, one disturbed', [round(0.9), round(2, { disturbed: true })], false],
  ['one above, one disturbed', [round(2), round(2, { disturbed: true })], false],
  ['a figure that is below in both', [round(2, { put: { ops: 1, cpu: 0 } }), round(0.9)], false],
  ['each figure above in another', [round(2, { put: { ops: 1, cpu: 0 } }), round(1)], true],
  ['no operation', [round(NaN), round(NaN)], false],
] as const)('%s: %s', (_, rounds, enough) => {
  expect(isEnough(rounds, FLOOR)).toBe(enough);
  expect(isEnough(rounds, undefined)).toBe(false);
});
