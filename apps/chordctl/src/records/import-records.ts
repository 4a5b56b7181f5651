// Writes the lines of an export into a ring, many at a time, those of one key in their order.
import type { BatchOperation, BatchResult, ChordClient, ClientError } from '@chord-dht/client';
import { usage } from '../base/exit-codes';
import { readRecord, type ImportRecord } from './record-line';

const GROUP_KEYS = 250;
const GROUP_BYTES = 2 * 1024 * 1024;
const AT_ONCE = 4;
const FAILURES_KEPT = 10;

export type OnConflict = 'overwrite' | 'skip' | 'fail';

export interface ImportOptions {
  readonly onConflict: OnConflict;
  readonly signal: AbortSignal;
  readonly nowMs: () => number;
  readonly onProgress: (records: number) => void;
}

export interface ImportSummary {
  imported: number;
  /** Keys that had a value, with `skip`. */
  skipped: number;
  /** Keys whose value has expired meanwhile. */
  expired: number;
  failed: number;
  inDoubt: number;
  /** The first failures. */
  readonly failures: { readonly key: string; readonly error: ClientError }[];
}

/** @throws Fault for an invalid line, after the lines before it have been imported; ClientError */
export async function importRecords(
  client: ChordClient,
  lines: AsyncIterable<string>,
  options: ImportOptions,
): Promise<ImportSummary> {
  const run = new Import(client, options);
  let number = 0;
  for await (const line of lines) {
    number += 1;
    if (line.trim() === '') continue;
    let record: ImportRecord;
    try {
      record = readRecord(line);
    } catch (error) {
      const { imported } = await run.finish();
      throw usage(
        `Line ${number} of the input is no line of an export: ${(error as Error).message}. ` +
          `The ${imported} records before it are imported; correct the line and import again.`,
      );
    }
    await run.add(record);
    if (options.onConflict === 'fail' && run.summary.failed > 0) break;
  }
  return run.finish();
}

class Import {
  readonly summary: ImportSummary = {
    ...{ imported: 0, skipped: 0, expired: 0, failed: 0, inDoubt: 0 },
    failures: [],
  };
  private group: ImportRecord[] = [];
  private bytes = 0;
  private readonly running = new Map<Promise<void>, ReadonlySet<string>>();
  private failure: unknown;

  constructor(
    private readonly client: ChordClient,
    private readonly options: ImportOptions,
  ) {}

  async add(record: ImportRecord): Promise<void> {
    const isFull =
      this.group.length >= GROUP_KEYS || this.bytes + record.value.length > GROUP_BYTES;
    // A batch does not repeat operations on a key that it has twice; and the later line of a key has to win.
    const isTwice = this.group.some(({ key }) => key === record.key);
    if (this.group.length > 0 && (isFull || isTwice)) await this.send();
    this.group.push(record);
    this.bytes += record.value.length;
  }

  async finish(): Promise<ImportSummary> {
    if (this.group.length > 0 && this.failure === undefined) await this.send();
    await Promise.all(this.running.keys());
    if (this.failure !== undefined) throw this.failure;
    return this.summary;
  }

  private async send(): Promise<void> {
    const { group } = this;
    this.group = [];
    this.bytes = 0;
    const keys = new Set(group.map(({ key }) => key));
    const before = [...this.running].filter(([, their]) => [...keys].some((key) => their.has(key)));
    await Promise.all(before.map(([running]) => running));
    while (this.running.size >= AT_ONCE) await Promise.race(this.running.keys());
    if (this.failure !== undefined) throw this.failure;
    const sent: Promise<void> = this.write(group)
      .catch((error: unknown) => void (this.failure ??= error))
      .finally(() => this.running.delete(sent));
    this.running.set(sent, keys);
  }

  private async write(group: readonly ImportRecord[]): Promise<void> {
    const { signal, nowMs, onProgress } = this.options;
    const puts = group.flatMap((record) => this.putOf(record, nowMs()) ?? []);
    const results = await this.client.batch(puts, { signal });
    for (const result of results) this.count(result);
    const { imported, skipped, expired, failed } = this.summary;
    onProgress(imported + skipped + expired + failed);
  }

  private putOf(record: ImportRecord, nowMs: number): BatchOperation | undefined {
    const { key, value, contentType, expiresAtMs } = record;
    const leftMs = expiresAtMs === null ? Infinity : expiresAtMs - nowMs;
    if (leftMs <= 0) {
      this.summary.expired += 1;
      return undefined;
    }
    // The API takes whole seconds from now.
    const ttl = leftMs === Infinity ? undefined : Math.max(1, Math.floor(leftMs / 1_000));
    const ifNoneMatch = this.options.onConflict === 'overwrite' ? undefined : '*';
    return { op: 'put', key, value, contentType, ttl, ifNoneMatch };
  }

  private count({ key, error, status }: BatchResult): void {
    const { summary } = this;
    if (!error) summary.imported += 1;
    else if (status === 412 && error.outcome !== 'unknown' && this.options.onConflict === 'skip')
      summary.skipped += 1;
    else {
      summary.failed += 1;
      if (error.outcome === 'unknown') summary.inDoubt += 1;
      if (summary.failures.length < FAILURES_KEPT) summary.failures.push({ key, error });
    }
  }
}
