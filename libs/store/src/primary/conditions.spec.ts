import { makeRecord, makeVersion } from '../testing/record-store-conformance';
import { printVersion } from '../record/version';
import { checkCondition, requireCondition, type Condition } from './conditions';

const present = makeRecord('0001', 'k', { version: makeVersion(7) });
const its = printVersion(present.version);
const other = printVersion(makeVersion(8));

describe('a condition', () => {
  it.each([[undefined], [null], [{}]])('may be missing: %p', (condition) =>
    expect(checkCondition(condition)).toBeNull(),
  );
  it.each([[{ ifMatch: its }], [{ ifMatch: '*' }], [{ ifNoneMatch: '*' }]])(
    'may be %p',
    (condition) => expect(checkCondition(condition)).toEqual(condition),
  );
  it.each([
    [{ ifMatch: '' }],
    [{ ifMatch: 5 }],
    [{ ifMatch: 'x'.repeat(257) }],
    [{ ifNoneMatch: its }],
    [{ ifMatch: its, ifNoneMatch: '*' }],
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
    [{ ifMatch: '*' }, true, false],
    [{ ifMatch: its }, true, false],
    [{ ifMatch: other }, false, false],
    [{ ifMatch: 'no version of ours' }, false, false],
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
