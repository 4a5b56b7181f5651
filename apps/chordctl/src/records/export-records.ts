// Exports all values below a prefix, in the order of their names, while others write.
import type { BatchResult, ChordClient, KeyDto } from '@chord-dht/client';
import { createHash } from 'node:crypto';
import { printRecord } from './record-line';

const GROUP_KEYS = 250;
const GROUP_BYTES = 4 * 1024 * 1024;
/** The number of groups that are read in parallel, ahead of the one that is being written. */
const AT_ONCE = 4;

export interface ExportOptions {
  readonly prefix: string;
  readonly after: string | undefined;
  readonly signal: AbortSignal;
  readonly write: (text: string) => Promise<void>;
  readonly onProgress: (keys: number) => void;
}

export interface ExportSummary {
  readonly keys: number;
  readonly bytes: number;
  /** The number of keys that were listed, and then removed or expired before they were read. */
  readonly gone: number;
  /** SHA-256 of the output. */
  readonly sha256: string;
  readonly lastKey: string | null;
}

/**
 * Each key that is not written meanwhile appears exactly once, and each line has a value that the key had at one
 * moment; it is no snapshot of several keys.
 * @throws ClientError
 */
export async function exportRecords(
  client: ChordClient,
  { prefix, after, signal, write, onProgress }: ExportOptions,
): Promise<ExportSummary> {
  const hash = createHash('sha256');
  const sum = { keys: 0, bytes: 0, gone: 0, lastKey: null as string | null };
  const take = async (results: readonly BatchResult[]): Promise<void> => {
    const lines: string[] = [];
    for (const result of results) {
      if (result.error) throw result.error;
      if (result.bytes === null) {
        sum.gone += 1;
        continue;
      }
      lines.push(`${printRecord({ ...result, bytes: result.bytes })}\n`);
      sum.keys += 1;
      sum.bytes += result.bytes.length;
      sum.lastKey = result.key;
    }
    const text = lines.join('');
    hash.update(text);
    await write(text);
    onProgress(sum.keys);
  };
  const running: Promise<BatchResult[]>[] = [];
  for await (const keys of groupsOf(client, { prefix, after, signal })) {
    const reading = client.batch(
      keys.map((key) => ({ op: 'get', key })),
      { signal },
    );
    // Avoids an unhandled rejection: the failure is thrown where the group is awaited later.
    reading.catch(() => undefined);
    running.push(reading);
    if (running.length >= AT_ONCE) await take(await (running.shift() as Promise<BatchResult[]>));
  }
  for (const last of running) await take(await last);
  return { ...sum, sha256: hash.digest('hex') };
}

async function* groupsOf(
  client: ChordClient,
  options: { prefix: string; after: string | undefined; signal: AbortSignal },
): AsyncGenerator<string[]> {
  let group: string[] = [];
  let bytes = 0;
  for await (const entry of client.list(options)) {
    const { key, bytes: size } = entry as unknown as KeyDto;
    if (group.length >= GROUP_KEYS || (group.length > 0 && bytes + size > GROUP_BYTES)) {
      yield group;
      group = [];
      bytes = 0;
    }
    group.push(key);
    bytes += size;
  }
  if (group.length > 0) yield group;
}
