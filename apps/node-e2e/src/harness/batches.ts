// Writes and reads many keys in batches.
import { answered } from './answered';
import type { NodeProcess } from './node-process';
import { LATER_MS, pauseBeforeAgain } from './patiently';
import { until } from './until';

export interface BatchLine {
  readonly line: number;
  readonly key: string;
  readonly status: number;
  readonly version?: string;
  readonly outcome?: string;
  readonly value?: string;
}

export type Operation = {
  readonly op: 'get' | 'put' | 'delete';
  readonly key: string;
  readonly value?: string;
};

/** The results of a batch, one an operation. */
export async function runBatch(
  node: NodeProcess,
  operations: readonly Operation[],
): Promise<BatchLine[]> {
  const body = operations.map((operation) => JSON.stringify(operation)).join('\n');
  const headers = { 'content-type': 'application/x-ndjson' };
  const answer = await answered(node.post('/api/v1/batch', body, headers), 200);
  return answer.text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as BatchLine);
}

/** What a node says of each key, one line a key; those that cannot be served now are asked for again, as long as may be. */
export async function readBatch(node: NodeProcess, keys: readonly string[]): Promise<BatchLine[]> {
  const said = new Map<string, BatchLine>();
  const untilMs = performance.now() + LATER_MS;
  for (let left = keys; ;) {
    const lines = await runBatch(
      node,
      left.map((key) => ({ op: 'get', key })),
    );
    for (const line of lines) said.set(line.key, line);
    left = lines.filter(isLater).map(({ key }) => key);
    if (left.length === 0 || performance.now() >= untilMs) return [...said.values()];
    await pauseBeforeAgain(left.length);
  }
}

const isLater = ({ status }: BatchLine) => status === 503 || status === 504;

/** Does all of it; lines that cannot be served now are sent again, which changes nothing that they have done. */
export async function doBatch(node: NodeProcess, operations: readonly Operation[]): Promise<void> {
  let left = operations;
  let wrong: BatchLine[] = [];
  await until(`all operations of a batch at ${node.address}`, async () => {
    const lines = await runBatch(node, left);
    wrong = lines.filter((line) => line.status >= 400 && !isLater(line));
    left = left.filter((_, at) => isLater(lines[at] as BatchLine));
    const isOver = left.length === 0 || wrong.length > 0;
    return isOver || `${left.length} of ${operations.length} cannot be served now`;
  });
  if (wrong.length > 0) throw new Error(`${node.address} refuses ${JSON.stringify(wrong)}`);
}
