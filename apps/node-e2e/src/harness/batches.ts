// Knows how tests write many keys quickly: as batches.
import { answered } from './answered';
import type { NodeProcess } from './node-process';
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

/** Does all of it; lines that cannot be served now are sent again, which changes nothing that they have done. */
export async function doBatch(node: NodeProcess, operations: readonly Operation[]): Promise<void> {
  let left = operations;
  let wrong: BatchLine[] = [];
  await until(`all operations of a batch at ${node.address}`, async () => {
    const lines = await runBatch(node, left);
    const isLater = ({ status }: BatchLine) => status === 503 || status === 504;
    wrong = lines.filter((line) => line.status >= 400 && !isLater(line));
    left = left.filter((_, at) => isLater(lines[at] as BatchLine));
    const isOver = left.length === 0 || wrong.length > 0;
    return isOver || `${left.length} of ${operations.length} cannot be served now`;
  });
  if (wrong.length > 0) throw new Error(`${node.address} refuses ${JSON.stringify(wrong)}`);
}
