import type { BatchOperation, BatchResult, ChordClient } from '@chord-dht/client';
import fc from 'fast-check';
import { importRecords, type ImportOptions } from './import-records';
import { printRecord, readRecord } from './record-line';

const NOW_MS = Date.UTC(2027, 0, 1);
type Put = Extract<BatchOperation, { op: 'put' }>;

/** A client that records the batches, and answers each on request. */
function fakeClient(answer: (put: Put) => Partial<BatchResult> = () => ({})) {
  const batches: Put[][] = [];
  const waiting: (() => void)[] = [];
  let isHeld = false;
  const batch = async (puts: Put[]): Promise<BatchResult[]> => {
    batches.push(puts);
    if (isHeld) await new Promise<void>((resolve) => void waiting.push(resolve));
    return puts.map((put) => ({ status: 201, error: null, ...put, ...answer(put) }) as never);
  };
  return {
    batches,
    client: { batch } as unknown as ChordClient,
    hold: () => (isHeld = true),
    release: () => {
      isHeld = false;
      for (const each of waiting.splice(0)) each();
    },
  };
}

async function* linesOf(records: readonly object[]): AsyncGenerator<string> {
  for (const record of records) yield JSON.stringify(record);
}
const options = (more: Partial<ImportOptions> = {}): ImportOptions => ({
  ...{ onConflict: 'overwrite', signal: new AbortController().signal },
  ...{ nowMs: () => NOW_MS, onProgress: () => undefined, ...more },
});
const error = (code: string, status: number, outcome = 'not-applied') =>
  ({ status, error: { code, status, outcome, message: code } }) as never;

it('a record comes back from its line as it was', () => {
  const date = fc.option(
    fc.date({
      ...{ min: new Date(0), max: new Date('9999-12-31T23:59:59.999Z'), noInvalidDate: true },
    }),
  );
  const bytes = fc.uint8Array();
  const key = fc.string({ minLength: 1, unit: 'binary' });
  fc.assert(
    fc.property(key, bytes, date, (name, value, expiresAt) => {
      const line = printRecord({
        ...{ key: name, bytes: value, version: 'v', contentType: 'text/plain' },
        ...{ modifiedAt: null, expiresAt },
      });
      expect(line).not.toContain('\n');
      expect(readRecord(line)).toEqual({
        ...{ key: name, value: Buffer.from(value), contentType: 'text/plain' },
        expiresAtMs: expiresAt?.getTime() ?? null,
      });
    }),
  );
});

it.each([
  ['nonsense', 'no JSON'],
  ['[]', 'no JSON object'],
  ['null', 'no JSON object'],
  ['{"value":""}', '"key"'],
  ['{"key":"","value":""}', '"key"'],
  ['{"key":"k"}', '"value"'],
  ['{"key":"k","value":"ä"}', '"value"'],
  ['{"key":"k","value":"","contentType":1}', '"contentType"'],
  ...['"soon"', '"1"', '"2027"', '"2027-01-01"', '"2027-01-01T00:00:00"', '"1 Jan 2027"', '5'].map(
    (time) => [`{"key":"k","value":"","expiresAt":${time}}`, '"expiresAt"'],
  ),
])('%s is no record, and the error has the reason', (line, why) => {
  expect(() => readRecord(line)).toThrow(why);
});

it.each(['2027-01-01T01:00:00+01:00', '2027-01-01 00:00:00z', '2027-01-01t00:00:00.000Z'])(
  '%s is a time at which a value ends',
  (expiresAt) => {
    const line = JSON.stringify({ key: 'k', value: '', expiresAt });
    expect(readRecord(line).expiresAtMs).toBe(NOW_MS);
  },
);

it('an import keeps expiries and content types, and skips expired values', async () => {
  const { client, batches } = fakeClient();
  const at = (ms: number) => new Date(NOW_MS + ms).toISOString();
  const summary = await importRecords(
    client,
    linesOf([
      { key: 'a', value: 'eA==', contentType: 'text/plain', expiresAt: null },
      { key: 'b', value: '', expiresAt: at(60_900) },
      { key: 'c', value: '', expiresAt: at(10) },
      { key: 'd', value: '', expiresAt: at(-1) },
    ]),
    options(),
  );
  expect(summary).toMatchObject({ imported: 3, expired: 1, failed: 0 });
  expect(batches.flat().map(({ key, ttl, contentType }) => [key, ttl, contentType])).toEqual([
    ['a', undefined, 'text/plain'],
    ['b', 60, undefined],
    ['c', 1, undefined],
  ]);
});

it('the later line of a key is written after the earlier one', async () => {
  const fake = fakeClient();
  fake.hold();
  const records = ['a', 'b', 'a'].map((key, at) => ({ key, value: btoa(String(at)) }));
  const done = importRecords(fake.client, linesOf(records), options());
  await new Promise((resolve) => setImmediate(resolve));
  expect(fake.batches).toHaveLength(1);
  fake.release();
  await done;
  expect(fake.batches.map((batch) => batch.map(({ key }) => key))).toEqual([['a', 'b'], ['a']]);
});

it('a key that has a value is skipped, or stops the import, by the option', async () => {
  const taken = (put: Put) =>
    put.ifNoneMatch === '*' && put.key === 'a' ? error('PRECONDITION_FAILED', 412) : {};
  const records = ['a', 'b'].map((key) => ({ key, value: '' }));
  const { client } = fakeClient(taken);
  const skip = await importRecords(client, linesOf(records), options({ onConflict: 'skip' }));
  expect(skip).toMatchObject({ imported: 1, skipped: 1, failed: 0 });
  const fail = await importRecords(client, linesOf(records), options({ onConflict: 'fail' }));
  expect(fail).toMatchObject({ failed: 1, failures: [{ key: 'a' }] });
  const over = await importRecords(client, linesOf(records), options());
  expect(over).toMatchObject({ imported: 2, skipped: 0 });
});

it('failures are counted, and those of unknown outcome separately', async () => {
  const { client } = fakeClient(({ key }) =>
    key === 'a' ? error('UNAVAILABLE', 503, 'unknown') : {},
  );
  const records = ['a', 'b'].map((key) => ({ key, value: '' }));
  const summary = await importRecords(client, linesOf(records), options());
  expect(summary).toMatchObject({ imported: 1, failed: 1, inDoubt: 1 });
});

it('an invalid line stops the import with its number, after the lines before it', async () => {
  const { client, batches } = fakeClient();
  const lines = async function* () {
    yield* ['{"key":"a","value":""}', '', '{"key":"b"}', '{"key":"c","value":""}'];
  };
  await expect(importRecords(client, lines(), options())).rejects.toThrow(
    /Line 3 .*"value".*The 1 records before it/,
  );
  expect(batches.flat().map(({ key }) => key)).toEqual(['a']);
});
