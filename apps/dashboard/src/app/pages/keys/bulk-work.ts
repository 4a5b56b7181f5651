// Deletes the selected keys or writes them to a file, part by part.
import { Injectable, inject, signal } from '@angular/core';
import type { KeyDto } from '@chord-dht/api-client';
import { ChordApi } from '../../data/chord-api';
import { Clock } from '../../data/clock';
import { type Problem, problemOf } from '../../data/problem';
import type { Ticked } from './key-selection';

const KEYS_A_PART = 100;
/** The most bytes of values in one answer. */
const BYTES_A_PART = 4_000_000;
const LISTED = 1_000;
const FAILURES_SHOWN = 20;

export interface Progress {
  readonly what: 'delete' | 'export';
  /** The number of keys that were handled so far, with any result. */
  readonly done: number;
  /** The number of keys that had been changed since they were listed, and were therefore kept. */
  readonly changed: number;
  /** The number of keys that no longer existed. */
  readonly gone: number;
  readonly failed: number;
  /** The first failures, with their reasons. */
  readonly failures: readonly string[];
  /** The problem that ended the work early. */
  readonly problem: Problem | null;
  readonly isOver: boolean;
  readonly isStopped: boolean;
}

/** A line of the answer to a batch. */
interface Result {
  readonly key: string;
  readonly status: number;
  readonly code?: string;
  readonly detail?: string;
  readonly contentType?: string;
  readonly expiresAt?: string | null;
  readonly value?: string;
  readonly base64?: string;
}

type Part = readonly KeyDto[];

@Injectable()
export class BulkWork {
  private readonly api = inject(ChordApi);
  private readonly clock = inject(Clock);
  private run = 0;
  readonly progress = signal<Progress | null>(null);

  /** Deletes keys whose version is still the listed one; others are kept. */
  async deleteAll(ticked: Ticked): Promise<void> {
    await this.each('delete', ticked, (keys) =>
      this.api.batch(keys.map(({ key, version }) => ({ op: 'delete', key, ifMatch: version }))),
    );
  }

  /** Writes a line of JSON for each value, as `POST /api/v1/batch` takes it. @returns null when nothing was exported */
  async exportAll(ticked: Ticked): Promise<Blob | null> {
    const parts: Blob[] = [];
    const isWhole = await this.each('export', ticked, async (keys) => {
      const results = await this.api.batch<Result>(keys.map(({ key }) => ({ op: 'get', key })));
      const nowMs = this.clock.nodeNow();
      // As a blob, which the browser may keep on disk.
      parts.push(
        new Blob([
          results
            .filter(({ status }) => status === 200)
            .map((result) => putLine(result, nowMs))
            .join(''),
        ]),
      );
      return results;
    });
    return isWhole ? new Blob(parts, { type: 'application/x-ndjson' }) : null;
  }

  /** Starts nothing more; requests in progress are finished. */
  stop(): void {
    this.run += 1;
    this.progress.update((before) => before && { ...before, isOver: true, isStopped: true });
  }

  forget(): void {
    this.run += 1;
    this.progress.set(null);
  }

  /** @returns false when it was stopped, or the ring did not answer */
  private async each(
    what: Progress['what'],
    ticked: Ticked,
    deal: (keys: Part) => Promise<Result[]>,
  ): Promise<boolean> {
    const run = ++this.run;
    this.progress.set({ what, ...NOTHING_YET });
    let problem: Problem | null = null;
    try {
      for await (const part of this.partsOf(ticked)) {
        if (run !== this.run) return false;
        const results = await deal(part);
        this.progress.update((before) => before && added(before, results));
      }
    } catch (error) {
      problem = problemOf(error);
    }
    if (run !== this.run) return false;
    this.progress.update((before) => before && { ...before, problem, isOver: true });
    return problem === null;
  }

  private async *partsOf({ keys, folders }: Ticked): AsyncGenerator<Part> {
    yield* partsOf(keys);
    for (const prefix of folders) {
      let cursor: string | null = null;
      do {
        const page = await this.api.list({ prefix, delimiter: null, cursor }, LISTED);
        yield* partsOf(page.keys);
        if (page.missing.length > 0) throw new Error(`A part of ${prefix} cannot be read now`);
        cursor = page.cursor;
      } while (cursor !== null);
    }
  }
}

const NOTHING_YET = {
  ...{ done: 0, changed: 0, gone: 0, failed: 0, failures: [], problem: null },
  ...{ isOver: false, isStopped: false },
} as const;

/** Splits keys into parts that are neither too many nor too large for one request. */
function* partsOf(keys: Part): Generator<Part> {
  let part: KeyDto[] = [];
  let bytes = 0;
  for (const key of keys) {
    if (part.length > 0 && (part.length >= KEYS_A_PART || bytes + key.bytes > BYTES_A_PART)) {
      yield part;
      part = [];
      bytes = 0;
    }
    part.push(key);
    bytes += key.bytes;
  }
  if (part.length > 0) yield part;
}

function added(before: Progress, results: readonly Result[]): Progress {
  const count = (wanted: number): number =>
    results.filter(({ status }) => status === wanted).length;
  const failures = results.filter(({ status }) => status >= 400 && ![404, 412].includes(status));
  const words = failures.map(({ key, code, detail }) => `${key}: ${detail ?? code}`);
  return {
    ...before,
    done: before.done + results.length,
    changed: before.changed + count(412),
    gone: before.gone + count(404),
    failed: before.failed + failures.length,
    failures: [...before.failures, ...words].slice(0, FAILURES_SHOWN),
  };
}

function putLine({ key, value, base64, contentType, expiresAt }: Result, nowMs: number): string {
  const content = base64 === undefined ? { value } : { base64 };
  const life = expiresAt ? { ttl: secondsTo(expiresAt, nowMs) } : {};
  return `${JSON.stringify({ op: 'put', key, ...content, contentType, ...life })}\n`;
}

const secondsTo = (expiresAt: string, nowMs: number): number =>
  Math.max(1, Math.ceil((Date.parse(expiresAt) - nowMs) / 1_000));
