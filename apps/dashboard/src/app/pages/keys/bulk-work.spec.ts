import { TestBed } from '@angular/core/testing';
import { HttpErrorResponse } from '@angular/common/http';
import type { KeyDto } from '@chord-dht/api-client';
import { ChordApi, type Listing } from '../../data/chord-api';
import { Clock } from '../../data/clock';
import { BulkWork } from './bulk-work';

const key = (name: string, bytes = 10): KeyDto => ({
  ...{ key: name, version: `v-${name}`, bytes, contentType: 'text/plain' },
  ...{ modifiedAt: '2026-01-01T00:00:00.000Z', expiresAt: null },
});

interface Operation {
  readonly op: string;
  readonly key: string;
  readonly ifMatch?: string;
}

function workWith(
  answer: (operations: readonly Operation[]) => unknown[],
  names: readonly string[] = [],
) {
  const batches: (readonly Operation[])[] = [];
  const list = async ({ prefix, cursor }: Listing, limit: number) => {
    const all = names.filter((name) => name.startsWith(prefix));
    const from = Number(cursor ?? 0);
    const isMore = from + limit < all.length;
    return {
      keys: all.slice(from, from + limit).map((name) => key(name)),
      ...{
        prefixes: [],
        cursor: isMore ? String(from + limit) : null,
        complete: true,
        missing: [],
      },
    };
  };
  const batch = async (operations: readonly Operation[]) => {
    batches.push(operations);
    return answer(operations);
  };
  TestBed.configureTestingModule({
    providers: [BulkWork, { provide: ChordApi, useValue: { list, batch } }],
  });
  return { work: TestBed.inject(BulkWork), batches };
}

const ok = (operations: readonly Operation[], status = 204) =>
  operations.map(({ key: name }) => ({ key: name, status }));

describe('work on many keys', () => {
  it('deletes keys and all pages of folders as they were listed, a hundred at a time', async () => {
    const names = Array.from({ length: 2_350 }, (_, number) => `f/${number}`);
    const { work, batches } = workWith((operations) => ok(operations), names);
    await work.deleteAll({ folders: ['f/'], keys: [key('one')] });
    expect(work.progress()).toMatchObject({ done: 2_351, failed: 0, isOver: true, problem: null });
    expect(batches[0]).toEqual([{ op: 'delete', key: 'one', ifMatch: 'v-one' }]);
    expect(Math.max(...batches.map(({ length }) => length))).toBe(100);
    expect(new Set(batches.flat().map((operation) => operation.key)).size).toBe(2_351);
  });

  it('distinguishes keys that were changed, were gone, and failed', async () => {
    const { work } = workWith((operations) =>
      operations.map(({ key: name }) =>
        name === 'd'
          ? { key: name, status: 503, detail: 'not now' }
          : { key: name, status: { a: 204, b: 412, c: 404 }[name] },
      ),
    );
    await work.deleteAll({ folders: [], keys: ['a', 'b', 'c', 'd'].map((name) => key(name)) });
    expect(work.progress()).toMatchObject({
      ...{ done: 4, changed: 1, gone: 1, failed: 1, failures: ['d: not now'] },
    });
  });

  it('ends with the reason when the ring does not answer', async () => {
    const { work } = workWith(() => {
      throw new HttpErrorResponse({ status: 0 });
    });
    await work.deleteAll({ folders: [], keys: [key('a')] });
    expect(work.progress()).toMatchObject({ isOver: true, problem: { code: 'UNREACHABLE' } });
  });

  it('starts nothing more after it was stopped', async () => {
    const names = Array.from({ length: 500 }, (_, number) => `f/${number}`);
    const { work, batches } = workWith((operations) => {
      if (batches.length === 2) work.stop();
      return ok(operations);
    }, names);
    await work.deleteAll({ folders: ['f/'], keys: [] });
    expect(batches).toHaveLength(2);
    expect(work.progress()).toMatchObject({ done: 200, isStopped: true, isOver: true });
  });

  it('exports the remaining time to live by the clock of the node, even if the own one is wrong', async () => {
    const nodeMs = Date.now() + 7_200_000;
    const { work } = workWith((operations) =>
      operations.map(({ key: name }) => ({
        ...{ key: name, status: 200, contentType: 'text/plain', value: 'x' },
        expiresAt: new Date(nodeMs + 60_000).toISOString(),
      })),
    );
    TestBed.inject(Clock).compare(nodeMs, Date.now());
    const blob = await work.exportAll({ folders: [], keys: [key('a')] });
    const { ttl } = JSON.parse(await textOf(blob)) as { ttl: number };
    expect(ttl).toBeGreaterThan(50);
    expect(ttl).toBeLessThan(70);
  });

  it('exports lines that a batch can import, reading large values one by one', async () => {
    const soon = new Date(Date.now() + 60_000).toISOString();
    const { work, batches } = workWith((operations) =>
      operations.map(({ key: name }) => ({
        ...{ key: name, status: 200, contentType: 'text/plain', expiresAt: soon },
        ...(name === 'bytes' ? { base64: '/w==' } : { value: 'ü' }),
      })),
    );
    const blob = await work.exportAll({
      folders: [],
      keys: [key('large', 3_900_000), key('larger', 3_900_000), key('bytes')],
    });
    expect(batches.map((batch) => batch.map((operation) => operation.key))).toEqual([
      ['large'],
      ['larger', 'bytes'],
    ]);
    const lines = (await textOf(blob))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as object);
    expect(lines).toEqual([
      { op: 'put', key: 'large', value: 'ü', contentType: 'text/plain', ttl: expect.any(Number) },
      { op: 'put', key: 'larger', value: 'ü', contentType: 'text/plain', ttl: expect.any(Number) },
      {
        op: 'put',
        key: 'bytes',
        base64: '/w==',
        contentType: 'text/plain',
        ttl: expect.any(Number),
      },
    ]);
  });
});

function textOf(blob: Blob | null): Promise<string> {
  return new Promise((resolve) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result));
    reader.readAsText(blob as Blob);
  });
}
