// Writes many keys, and checks that none is missing.
import { randomBytes } from 'node:crypto';
import { answered } from './answered';
import { readBatch } from './batches';
import { linesOf } from './http';
import type { NodeProcess } from './node-process';
import { until } from './until';

const AT_ONCE = 16;
const MISSING_SHOWN = 4;
/** Less than a node takes at once. */
const KEYS_A_BATCH = 500;
/** Of an answer; what is missing stands at its end. */
const PROBLEM_SHOWN = 500;

export const pathOf = (key: string) => `/db/${encodeURIComponent(key)}`;

export const anyOf = <T>(items: readonly T[]): T => {
  const item = items[Math.floor(Math.random() * items.length)];
  if (item === undefined) throw new Error('nothing to choose from');
  return item;
};

/** Runs `task` for every item, a few at a time; the first failure ends it. */
export async function forEach<T>(
  items: Iterable<T>,
  task: (item: T) => Promise<void>,
): Promise<void> {
  const waiting = [...items];
  const lane = async () => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) await task(item);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
}

/** Puts `count` new keys with values of their own at nodes chosen at random. */
export async function putMany(
  nodes: readonly NodeProcess[],
  count: number,
  prefix = 'key',
): Promise<Map<string, string>> {
  const run = randomBytes(4).toString('hex');
  const values = new Map(
    Array.from(
      { length: count },
      (_, index) => [`${prefix}-${run}-${index}`, `value ${run} ${index}`] as const,
    ),
  );
  await seed(nodes, values);
  return values;
}

/** Puts each of these at a node chosen at random. */
export function seed(
  nodes: readonly NodeProcess[],
  values: Iterable<readonly [key: string, value: Buffer | string]>,
): Promise<void> {
  return forEach(values, async ([key, value]) => {
    await answered(anyOf(nodes).put(pathOf(key), value), 200);
  });
}

/**
 * The keys that a node does not answer with the value that was written; of many, the first few and how many. It is asked
 * in batches: a request for each key would take most of the time of a test.
 */
export async function missingAt(
  node: NodeProcess,
  values: ReadonlyMap<string, string>,
): Promise<string[]> {
  const missing: string[] = [];
  const keys = [...values.keys()];
  for (let from = 0; from < keys.length; from += KEYS_A_BATCH) {
    for (const line of await readBatch(node, keys.slice(from, from + KEYS_A_BATCH)))
      if (line.status !== 200 || line.value !== values.get(line.key))
        missing.push(`${line.key} at ${node.address}: ${JSON.stringify(line).slice(0, 200)}`);
  }
  const [few, more] = [missing.slice(0, MISSING_SHOWN), missing.length - MISSING_SHOWN];
  return more > 0 ? [...few, `and ${more} more of ${values.size}`] : few;
}

/** An answer about the keys of the whole ring, when no part of it is missing. */
export async function whole<T extends { readonly complete: boolean }>(
  node: NodeProcess,
  path: string,
): Promise<T> {
  let told: T | undefined;
  await until(`all of ${path} at ${node.address}`, async () => {
    const answer = await answered(node.get(path), 200);
    told = answer.json<T>();
    return told.complete || answer.text.slice(-PROBLEM_SHOWN);
  });
  return told as T;
}

/** The keys that a node itself stores as owner, in order of text. */
export async function ownKeys(node: NodeProcess): Promise<string[]> {
  return linesOf(await node.get('/dht')).sort();
}
