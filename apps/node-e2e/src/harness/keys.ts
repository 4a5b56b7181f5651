// Knows how tests write many keys and how they find out that none is missing.
import { randomBytes } from 'node:crypto';
import { Agent } from 'node:http';
import { linesOf, type Answer } from './http';
import { measured } from './measured';
import type { NodeProcess } from './node-process';
import { PATIENCE } from './patience';

const AT_ONCE = 16;
/** How long a node may say of a key that it cannot serve it now. */
const LATER_MS = 180_000 * PATIENCE;
const ASK_AGAIN_MS = 250;
const MISSING_SHOWN = 4;

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

/**
 * Asks as a client does that is told to come again: 503 with `Retry-After` says nothing about a key, and is
 * what a node answers when its machine is too slow. Anything else is its answer.
 */
class PatientClient {
  private readonly untilMs = performance.now() + LATER_MS;
  private again = 0;

  async ask(question: () => Promise<Answer>): Promise<Answer> {
    for (;;) {
      const answer = await question();
      const isLater = answer.status === 503 && answer.headers['retry-after'] !== undefined;
      if (!isLater || performance.now() >= this.untilMs) return answer;
      this.again += 1;
      await new Promise((resolve) => setTimeout(resolve, ASK_AGAIN_MS));
    }
  }

  report(): void {
    if (this.again > 0) measured('questions asked again after 503', this.again, 'in all');
  }
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
  const client = new PatientClient();
  await forEach(values, async ([key, value]) => {
    const node = anyOf(nodes);
    const { status, text } = await client.ask(() => node.put(pathOf(key), value));
    if (status !== 200 || text.trim() !== 'ok')
      throw new Error(`put ${key} at ${node.address}: ${status} ${text}`);
  });
  client.report();
  return values;
}

/** The keys that a node does not answer with the value that was written; of many, the first few and how many. */
export async function missingAt(
  node: NodeProcess,
  values: ReadonlyMap<string, string>,
): Promise<string[]> {
  const missing: string[] = [];
  const agent = new Agent({ keepAlive: true });
  const client = new PatientClient();
  await forEach(values, async ([key, value]) => {
    const { status, text } = await client.ask(() => node.get(pathOf(key), { agent }));
    if (status !== 200 || text !== value)
      missing.push(`${key} at ${node.address}: ${status} ${text.slice(0, 200)}`);
  });
  agent.destroy();
  client.report();
  const [few, more] = [missing.slice(0, MISSING_SHOWN), missing.length - MISSING_SHOWN];
  return more > 0 ? [...few, `and ${more} more of ${values.size}`] : few;
}

/** The keys that a node itself stores as owner, in order of text. */
export async function ownKeys(node: NodeProcess): Promise<string[]> {
  return linesOf(await node.get('/dht')).sort();
}
