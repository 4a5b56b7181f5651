import { makeRecord, makeVersion } from '../testing/record-store-conformance';
import { printVersion } from './version';
import { checkCondition, requireCondition, type Condition } from './conditions';

const present = makeRecord('0001', 'k', {
  version: makeVersion(7),
  // Within a second, as every clock has it.
  modifiedAtMs: Date.UTC(2026, 0, 2, 3, 4, 5, 678),
});
const its = printVersion(present.version);
const other = printVersion(makeVersion(8));

const later = Date.UTC(2026, 0, 2, 3, 4, 6);

describe('a condition', () => {
  it.each([[undefined], [null], [{}], [{ ifMatch: null, ifNoneMatch: undefined }]])(
    'may be missing: %p',
    (condition) => expect(checkCondition(condition)).toBeNull(),
  );
  it.each([
    [{ ifMatch: its }],
    [{ ifMatch: '*' }],
    [{ ifMatch: [its, other] }],
    [{ ifMatch: [] }],
    [{ ifNoneMatch: '*' }],
    [{ ifNoneMatch: [its] }],
    [{ unmodifiedSinceMs: later }],
    [{ ifMatch: its, ifNoneMatch: '*', unmodifiedSinceMs: 0 }],
  ])('may be %p', (condition) => expect(checkCondition(condition)).toEqual(condition));
  it.each([
    [{ ifMatch: '' }],
    [{ ifMatch: 5 }],
    [{ ifMatch: ['x', 5] }],
    [{ ifMatch: ['x', ''] }],
    [{ ifMatch: Array.from({ length: 1_001 }, () => 'x') }],
    [{ ifMatch: 'x'.repeat(257) }],
    [{ ifNoneMatch: {} }],
    [{ unmodifiedSinceMs: 'yesterday' }],
    [{ unmodifiedSinceMs: Number.NaN }],
    ['*'],
    [5],
  ])('may not be %p', (condition) =>
    expect(() => checkCondition(condition)).toThrow(
      expect.objectContaining({ code: 'MALFORMED_CONDITION' }),
    ),
  );

  const cases: [Condition | null, boolean, boolean][] = [
    [null, true, true],
    [{ ifNoneMatch: '*' }, false, true],
    [{ ifNoneMatch: [other] }, true, true],
    [{ ifNoneMatch: [other, its] }, false, true],
    [{ ifNoneMatch: [] }, true, true],
    [{ ifMatch: '*' }, true, false],
    [{ ifMatch: its }, true, false],
    [{ ifMatch: other }, false, false],
    [{ ifMatch: [other, its] }, true, false],
    [{ ifMatch: [other] }, false, false],
    [{ ifMatch: [] }, false, false],
    [{ ifMatch: ['*'] }, false, false],
    [{ ifMatch: 'no version of ours' }, false, false],
    [{ ifMatch: '*', ifNoneMatch: [its] }, false, false],
    [{ ifMatch: its, ifNoneMatch: [other] }, true, false],
    [{ unmodifiedSinceMs: later }, true, true],
    [{ unmodifiedSinceMs: later - 1_000 }, true, true],
    [{ unmodifiedSinceMs: later - 2_000 }, false, true],
  ];
  it.each(cases)('%p holds with a value: %s, without: %s', (condition, withValue, without) => {
    for (const [record, holds] of [
      [present, withValue],
      [undefined, without],
    ] as const) {
      const require = (): void => requireCondition(condition, record);
      if (holds) expect(require).not.toThrow();
      else
        expect(require).toThrow(
          expect.objectContaining({
            code: 'PRECONDITION_FAILED',
            detail: { version: record ? its : null },
          }),
        );
    }
  });
});
